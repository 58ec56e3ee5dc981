import { ellipse, polar, polygon, polyline, range, rectangle, type Point } from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import type { Sheet } from './sheet.ts';

interface Hill {
	summit: Point;
	/** Half its length and half its width, in pixels. */
	size: readonly [number, number];
	height: number;
}

const HILLS: readonly Hill[] = [
	{ summit: [400, 300], size: [330, 250], height: 1 },
	{ summit: [1260, 300], size: [290, 220], height: 0.88 },
	{ summit: [1060, 830], size: [270, 220], height: 0.96 },
	{ summit: [200, 900], size: [230, 200], height: 0.8 }
];

const LEVELS = range(11).map((index) => 0.12 + index * 0.084);

/** A folded sheet of hills in contour lines, with a stream and a dotted path that keeps to the slope. */
export function drawMap(sheet: Sheet): void {
	sheet.ground(mix(ink.cream, ink.sage, 0.42));
	drawHills(sheet);
	drawStream(sheet);
	drawPath(sheet);
	drawGrid(sheet);
	drawFolds(sheet);
}

function drawHills(sheet: Sheet): void {
	for (const [index, level] of LEVELS.entries()) {
		const outlines = HILLS.map((hill) => contour(hill, level));
		// all lines of a level come before its tints, so that hills that touch share one outline
		for (const outline of outlines) {
			sheet.stroke(outline, ink.brick, { width: index % 4 === 0 ? 6 : 3, opacity: 0.6 });
		}
		for (const outline of outlines) sheet.fill(outline, tint(level));
	}
	for (const { summit, size } of HILLS) {
		const [x, y] = top(summit);
		const side = ellipse(x, y, size[0] * 1.1, size[1] * 1.1);
		sheet.halo(side, ink.brick, [x + size[0] * 0.5, y + size[1] * 0.5], size[0] * 0.7, 0.28);
		sheet.halo(side, ink.cream, [x - size[0] * 0.45, y - size[1] * 0.45], size[0] * 0.6, 0.34);
		sheet.fill(polygon([x, y - 14], [x + 13, y + 9], [x - 13, y + 9]), ink.umber);
	}
}

function tint(level: number): Ink {
	return level < 0.5
		? mix(mix(ink.cream, ink.sage, 0.42), ink.sand, level * 2)
		: mix(ink.sand, mix(ink.ochre, ink.terracotta, 0.6), level * 2 - 1);
}

/** The height of the ground; the place is bent a little first, so that no hill is a mere mound. */
function ground([x, y]: Point): number {
	const bentX = x + 46 * Math.sin(y / 97 + 1.3) + 21 * Math.sin(y / 41 + x / 83);
	const bentY = y + 42 * Math.sin(x / 109 + 0.4) + 19 * Math.sin(x / 47 - y / 71);
	return HILLS.reduce((sum, { summit, size, height }) => {
		const [dx, dy] = [(bentX - summit[0]) / size[0], (bentY - summit[1]) / size[1]];
		return sum + height * Math.exp(-(dx * dx + dy * dy));
	}, 0);
}

/** Climbs from near a summit to where the ground is highest. */
function top(start: Point): Point {
	const around = range(8).map((turn) => polar(start, 4, turn * 45));
	const best = around.reduce((highest, point) =>
		ground(point) > ground(highest) ? point : highest
	);
	return ground(best) > ground(start) ? top(best) : start;
}

/** Walks down from the summit in every direction until the ground is as low as the level. */
function contour({ summit }: Hill, level: number): string {
	const points = range(240).map((ray) => {
		let distance = 0;
		while (distance < 1300 && ground(polar(summit, distance, ray * 1.5)) > level) distance += 3;
		return polar(summit, distance, ray * 1.5);
	});
	return polygon(...points);
}

function drawStream(sheet: Sheet): void {
	const course =
		'M742 -20C800 120 690 240 770 370C850 500 690 560 640 660C590 770 560 880 610 1020';
	sheet.stroke(course, ink.cream, { width: 26, opacity: 0.75 });
	sheet.stroke(course, ink.dusk, { width: 13 });
	sheet.stroke(
		'M770 370C860 420 900 470 1010 500C1100 524 1220 560 1330 545C1430 530 1520 560 1620 600',
		ink.dusk,
		{ width: 7 }
	);
}

function drawPath(sheet: Sheet): void {
	const way =
		'M-20 640C90 600 150 560 240 572C360 590 380 470 500 488C600 504 650 560 742 520C860 470 900 640 1000 622C1120 600 1090 430 1230 420C1340 412 1400 250 1620 210';
	sheet.stroke(way, ink.cream, { width: 13, opacity: 0.85, cap: 'round' });
	sheet.stroke(way, ink.night, { width: 6.5, dash: '20 13' });
	for (const [x, y] of [
		[240, 572],
		[1000, 622]
	] as const) {
		sheet.fill(ellipse(x, y, 15), ink.cream);
		sheet.fill(ellipse(x, y, 9), ink.night);
	}
	for (const [x, y, turn] of [
		[712, 690, 18],
		[560, 716, -12],
		[690, 760, 5],
		[812, 640, 30]
	] as const) {
		sheet.transformed(`rotate(${turn} ${x} ${y})`, () =>
			sheet.fill(rectangle(x - 13, y - 9, 26, 18), ink.umber)
		);
	}
}

function drawGrid(sheet: Sheet): void {
	for (const x of range(6))
		sheet.stroke(polyline([120 + x * 272, 0], [120 + x * 272, 1000]), ink.slate, {
			width: 1.5,
			opacity: 0.28
		});
	for (const y of range(4))
		sheet.stroke(polyline([0, 92 + y * 272], [1600, 92 + y * 272]), ink.slate, {
			width: 1.5,
			opacity: 0.28
		});
}

/** Four panels: each fold is a line of light with a shade that runs out beside it. */
function drawFolds(sheet: Sheet): void {
	for (const index of range(4)) {
		const [left, right] = [index * 400, index * 400 + 400];
		const panel = rectangle(left, 0, 400, 1000);
		const [from, to] = index % 2 ? [right, left] : [left, right];
		sheet.fill(panel, sheet.linear([from, 0], [to, 0], [0, ink.umber, 0.24], [0.5, ink.umber, 0]), {
			blend: 'multiply'
		});
		sheet.fill(panel, sheet.linear([to, 0], [from, 0], [0, ink.cream, 0.42], [0.4, ink.cream, 0]));
	}
	sheet.fill(
		rectangle(0, 500, 1600, 500),
		sheet.linear([0, 500], [0, 640], [0, ink.umber, 0.14], [1, ink.umber, 0]),
		{ blend: 'multiply' }
	);
}
