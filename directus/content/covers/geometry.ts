/** A point on the sheet: x to the right, y down, in pixels. */
export type Point = readonly [x: number, y: number];

/** Path data of a closed shape with straight sides. */
export function polygon(...points: Point[]): string {
	return `M${points.map(coordinates).join('L')}Z`;
}

/** Path data of an open line through the points. */
export function polyline(...points: Point[]): string {
	return `M${points.map(coordinates).join('L')}`;
}

/** Path data of an upright rectangle. */
export function rectangle(x: number, y: number, width: number, height: number): string {
	return `M${coordinates([x, y])}h${round(width)}v${round(height)}h${round(-width)}Z`;
}

/** Path data of an ellipse; of a circle when only one radius is given. */
export function ellipse(cx: number, cy: number, rx: number, ry = rx): string {
	const turn = `a${round(rx)} ${round(ry)} 0 1 0`;
	return `M${coordinates([cx - rx, cy])}${turn}${round(2 * rx)} 0${turn}${round(-2 * rx)} 0Z`;
}

/** Path data of a round-headed opening: `top` is the crown of its arch, `base` its foot. */
export function archway(x: number, top: number, width: number, base: number): string {
	const radius = width / 2;
	const spring = top + radius;
	return `M${coordinates([x, base])}V${round(spring)}a${round(radius)} ${round(radius)} 0 0 1 ${round(width)} 0V${round(base)}Z`;
}

/** Path data of a piece of a ring; angles in degrees, clockwise from the right. */
export function sector(
	centre: Point,
	[inner, outer]: readonly [number, number],
	[from, to]: readonly [number, number]
): string {
	const large = to - from > 180 ? 1 : 0;
	const arc = (radius: number, angle: number, sweep: number) =>
		`A${round(radius)} ${round(radius)} 0 ${large} ${sweep} ${coordinates(polar(centre, radius, angle))}`;
	return (
		`M${coordinates(polar(centre, inner, from))}L${coordinates(polar(centre, outer, from))}` +
		`${arc(outer, to, 1)}L${coordinates(polar(centre, inner, to))}${arc(inner, from, 0)}Z`
	);
}

/** The point at an angle (degrees, clockwise from the right) and a distance from a centre. */
export function polar([cx, cy]: Point, radius: number, angle: number): Point {
	const radians = (angle * Math.PI) / 180;
	return [cx + radius * Math.cos(radians), cy + radius * Math.sin(radians)];
}

/** The point a share (0 to 1) of the way from one point to another. */
export function between([ax, ay]: Point, [bx, by]: Point, share: number): Point {
	return [ax + (bx - ax) * share, ay + (by - ay) * share];
}

/** A point in a room: x to the right, y up, z away from the eye, in metres. */
export type Place = readonly [x: number, y: number, z: number];

/** Puts places of a room onto the sheet, as an eye at the origin would see them. */
export function perspective(vanishing: Point, focalLength: number): (place: Place) => Point {
	return ([x, y, z]) => [
		vanishing[0] + (focalLength * x) / z,
		vanishing[1] - (focalLength * y) / z
	];
}

/** The whole numbers from 0 up to, not including, `count`. */
export function range(count: number): number[] {
	return Array.from({ length: count }, (_, index) => index);
}

function coordinates([x, y]: Point): string {
	return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
