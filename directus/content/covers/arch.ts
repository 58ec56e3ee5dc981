import { between, ellipse, polygon, polyline, range, rectangle, type Point } from './geometry.ts';
import { ink, mix } from './palette.ts';
import type { Sheet } from './sheet.ts';

const HORIZON = 545;
const CENTRE = 800;
const HALF_SPAN = 470;
const RISE = 360;
const THICKNESS = 92;
const STONES = 23;
const LINKS = 46;

/** An arch of stones above the line, and below it the hanging chain that has the same curve. */
export function drawArch(sheet: Sheet): void {
	drawSkyAndWater(sheet);
	drawChain(sheet);
	drawStones(sheet);
}

function drawSkyAndWater(sheet: Sheet): void {
	const sky = rectangle(0, 0, 1600, HORIZON);
	sheet.fill(
		sky,
		sheet.linear([0, 0], [0, HORIZON], [0, ink.blush], [0.6, ink.sand], [1, ink.cream])
	);
	sheet.grain(sky, ink.terracotta, [0, -240], [0, 330], 0.62);
	const sun: Point = [1010, 430];
	sheet.fill(
		ellipse(...sun, 118),
		sheet.linear([0, 310], [0, 550], [0, ink.cream], [1, ink.ochre])
	);
	const water = rectangle(0, HORIZON, 1600, 455);
	sheet.fill(water, sheet.linear([0, HORIZON], [0, 1000], [0, ink.slate], [1, ink.night]));
	sheet.grain(water, ink.dusk, [0, HORIZON - 40], [0, 800], 0.55);
}

function drawChain(sheet: Sheet): void {
	const curve = catenary(LINKS).map(([x, y]): Point => [x, 2 * HORIZON - y]);
	sheet.stroke(polyline([CENTRE, HORIZON], [CENTRE, 960]), ink.mist, {
		width: 2,
		opacity: 0.35,
		dash: '3 12'
	});
	for (const [index, link] of curve.entries()) {
		const next = curve[index + 1];
		if (!next) break;
		const [x, y] = between(link, next, 0.5);
		const tilt = (Math.atan2(next[1] - link[1], next[0] - link[0]) * 180) / Math.PI;
		// every second link of a chain is seen from its edge
		const path = index % 2 ? ellipse(x, y, 22, 3.5) : ellipse(x, y, 20, 9.5);
		sheet.transformed(`rotate(${tilt.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})`, () => {
			sheet.stroke(path, mix(ink.cream, ink.ochre, Math.abs(index / LINKS - 0.5) * 1.6), {
				width: 4.5
			});
		});
	}
}

function drawStones(sheet: Sheet): void {
	const curve = catenary(STONES);
	const joints = curve.map((point, index): readonly [Point, Point] => {
		const before = curve[index - 1] ?? point;
		const after = curve[index + 1] ?? point;
		const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
		const length = Math.hypot(dx, dy);
		const [nx, ny] = [(dy / length) * (THICKNESS / 2), (-dx / length) * (THICKNESS / 2)];
		// the joints at the foot lie flat on their blocks
		if (index === 0)
			return [
				[point[0] - 52, HORIZON],
				[point[0] + 52, HORIZON]
			];
		if (index === STONES)
			return [
				[point[0] + 52, HORIZON],
				[point[0] - 52, HORIZON]
			];
		return [
			[point[0] + nx, point[1] + ny],
			[point[0] - nx, point[1] - ny]
		];
	});
	for (const index of range(STONES)) {
		const [from, to] = [joints[index], joints[index + 1]];
		if (!from || !to) break;
		const stone = polygon(from[0], to[0], to[1], from[1]);
		const color = mix(
			ink.terracotta,
			index % 2 ? ink.blush : ink.ochre,
			0.15 + sheet.random() * 0.4
		);
		sheet.fill(stone, color);
		// the sun stands behind on the right: each stone darkens towards the left and below
		sheet.grain(
			stone,
			ink.umber,
			[Math.min(from[0][0], to[1][0]) - 40, to[1][1] + 60],
			[to[0][0] + 40, to[0][1] - 40],
			0.55
		);
		sheet.stroke(polyline(to[0], to[1]), ink.cream, { width: 3.5, opacity: 0.85 });
	}
	for (const side of [-1, 1]) {
		const foot = CENTRE + side * HALF_SPAN;
		const block = rectangle(foot - 88, HORIZON - 4, 176, 46);
		sheet.fill(block, ink.umber);
		sheet.grain(block, ink.brick, [foot + 110, 0], [foot - 60, 0], 0.7);
	}
	sheet.fill(rectangle(0, HORIZON - 2, 1600, 4), ink.cream, { opacity: 0.5 });
}

/** Points of the standing catenary, from the left foot to the right one, equally far apart along it. */
function catenary(pieces: number): Point[] {
	// how deep a piece of the cosh curve is drawn: more makes a pointed crown and steep feet
	const tension = 1.75;
	const [rise, length] = [Math.cosh(tension) - 1, Math.sinh(tension)];
	return range(pieces + 1).map((index) => {
		const x = Math.asinh(((index / pieces) * 2 - 1) * length);
		return [CENTRE + (x / tension) * HALF_SPAN, HORIZON - RISE * (1 - (Math.cosh(x) - 1) / rise)];
	});
}
