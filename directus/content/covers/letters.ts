import { between, polygon, polyline, rectangle, type Point } from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import type { Sheet } from './sheet.ts';

const HEIGHT = 430;
const STEM = 62;
const HAIR = 38;
const SERIF = 26;
/** The light comes from the upper left: how far it goes right and down, of a length of 1. */
const LIGHT: Point = [0.67, 0.74];

/** One straight cut of the chisel, from point to point, so wide at its head and its foot. */
interface Cut {
	from: Point;
	to: Point;
	width: number;
	/** Which ends flare into a serif; the others run into another cut. */
	serifs: 'both' | 'head' | 'foot' | 'none';
}

interface Letter {
	advance: number;
	cuts: Cut[];
}

const stroke = (from: Point, to: Point, width: number, serifs: Cut['serifs']): Cut => ({
	from,
	to,
	width,
	serifs
});
const stem = (x: number): Cut => stroke([x, 0], [x, HEIGHT], STEM, 'both');
const bar = (from: number, to: number, y: number, serifs: Cut['serifs']): Cut =>
	stroke([from, y], [to, y], HAIR, serifs);

/** Roman capitals that need no curve; positions in pixels from the left side of each letter. */
const LETTERS: Record<string, Letter> = {
	L: { advance: 250, cuts: [bar(50, 205, HEIGHT - HAIR / 2, 'foot'), stem(50)] },
	I: { advance: 124, cuts: [stem(50)] },
	M: {
		advance: 430,
		cuts: [
			stroke([84, 8], [36, HEIGHT], HAIR, 'foot'),
			stroke([316, 8], [198, HEIGHT], HAIR, 'none'),
			stroke([80, -6], [198, HEIGHT + 6], STEM, 'none'),
			stroke([318, -6], [362, HEIGHT], STEM, 'foot')
		]
	},
	E: {
		advance: 252,
		cuts: [
			bar(50, 200, HAIR / 2, 'foot'),
			bar(50, 182, HEIGHT / 2 - 8, 'foot'),
			bar(50, 206, HEIGHT - HAIR / 2, 'foot'),
			stem(50)
		]
	},
	N: {
		advance: 390,
		cuts: [
			stroke([60, 14], [60, HEIGHT], HAIR, 'foot'),
			stroke([322, 0], [322, HEIGHT - 14], HAIR, 'head'),
			stroke([56, -6], [324, HEIGHT + 10], STEM, 'none')
		]
	},
	V: {
		advance: 350,
		cuts: [
			stroke([304, 0], [172, HEIGHT - 4], HAIR, 'head'),
			stroke([28, 0], [166, HEIGHT + 8], STEM, 'head')
		]
	},
	A: {
		advance: 350,
		cuts: [
			bar(92, 246, HEIGHT * 0.64, 'none'),
			stroke([160, 4], [28, HEIGHT], HAIR, 'foot'),
			stroke([166, -8], [304, HEIGHT], STEM, 'foot')
		]
	}
};

/** A slab with cut capitals: LIMEN, the threshold, between two lines that run out of the picture. */
export function drawLetters(sheet: Sheet): void {
	const slab = rectangle(0, 0, 1600, 1000);
	sheet.fill(
		slab,
		sheet.linear(
			[0, 0],
			[1600, 1000],
			[0, ink.cream],
			[0.5, ink.sand],
			[1, mix(ink.sand, ink.terracotta, 0.35)]
		)
	);
	sheet.grain(slab, ink.terracotta, [1700, 1060], [650, 420], 0.6);
	sheet.grain(slab, ink.brick, [1700, 1200], [1250, 800], 0.6);
	for (const line of [-260, 285, 830]) {
		for (const y of [line, line + HEIGHT]) {
			sheet.stroke(polyline([0, y], [1600, y]), ink.brick, { width: 1.5, opacity: 0.4 });
		}
	}
	drawWord(sheet, 'VIA', -70, -260);
	drawWord(sheet, 'NAVE', 890, -260);
	drawWord(sheet, 'LIMEN', 82, 285);
	drawWord(sheet, 'MILIA', -190, 830);
	drawWord(sheet, 'VIAE', 1190, 830);
	drawPoint(sheet, [838, -20]);
	drawPoint(sheet, [1148, 1040]);
	sheet.fill(polygon([0, 0], [620, 0], [0, 720]), ink.cream, { opacity: 0.22, blur: 40 });
}

function drawWord(sheet: Sheet, word: string, x: number, y: number): void {
	let left = x;
	for (const character of word) {
		const letter = LETTERS[character];
		if (!letter) throw new Error(`No drawing for the letter ${character}`);
		const cuts = letter.cuts.map((cut): Cut => ({
			...cut,
			from: shift(cut.from, left, y),
			to: shift(cut.to, left, y)
		}));
		for (const cut of cuts) drawRim(sheet, cut);
		for (const cut of cuts) drawCut(sheet, cut);
		left += letter.advance;
	}
}

function shift([x, y]: Point, right: number, down: number): Point {
	return [x + right, y + down];
}

interface Faces {
	/** The two outer edges, from head to foot. */
	left: Point[];
	right: Point[];
	/** The bottom of the groove, from head to foot. */
	deep: readonly [Point, Point];
}

function faces({ from, to, width, serifs }: Cut): Faces {
	const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
	const [nx, ny] = [(to[1] - from[1]) / length, (from[0] - to[0]) / length];
	const flare = SERIF / length;
	const head = serifs === 'both' || serifs === 'head';
	const foot = serifs === 'both' || serifs === 'foot';
	const spreads = [
		[0, head ? 1.62 : 0.9],
		[flare, 1.08],
		[0.5, 0.94],
		[1 - flare, 1.08],
		[1, foot ? 1.62 : 0.9]
	] as const;
	const edge = (sign: number): Point[] =>
		spreads.map(([share, spread]) => {
			const [x, y] = between(from, to, share);
			const reach = (sign * spread * width) / 2;
			return [x + nx * reach, y + ny * reach];
		});
	return {
		left: edge(-1),
		right: edge(1),
		deep: [between(from, to, head ? flare : 0), between(from, to, foot ? 1 - flare : 1)]
	};
}

/** The lower right rim of a cut catches the light before the groove begins. */
function drawRim(sheet: Sheet, cut: Cut): void {
	const { left, right } = faces(cut);
	sheet.transformed('translate(4 5)', () => {
		sheet.fill(polygon(...left, ...right.toReversed()), ink.cream, { opacity: 0.75 });
	});
}

/** A groove has four faces; each is the darker the more it turns away from the light, upper left. */
function drawCut(sheet: Sheet, cut: Cut): void {
	const { left, right, deep } = faces(cut);
	const [head, foot] = deep;
	const [dx, dy] = [cut.to[0] - cut.from[0], cut.to[1] - cut.from[1]];
	const length = Math.hypot(dx, dy);
	const across = (dy * LIGHT[1] - dx * LIGHT[0]) / length;
	const along = (dx * LIGHT[1] + dy * LIGHT[0]) / length;
	sheet.fill(polygon(...left, foot, head), tone(-across));
	sheet.fill(polygon(...right, foot, head), tone(across));
	const [firstLeft, firstRight] = [left[0], right[0]];
	const [lastLeft, lastRight] = [left.at(-1), right.at(-1)];
	if (firstLeft && firstRight) sheet.fill(polygon(firstLeft, firstRight, head), tone(-along));
	if (lastLeft && lastRight) sheet.fill(polygon(lastLeft, lastRight, foot), tone(along));
}

/** The colour of a face: -1 turns from the light, 1 faces it. */
function tone(light: number): Ink {
	return light < 0
		? mix(ink.brick, mix(ink.umber, ink.black, 0.3), -light)
		: mix(ink.brick, mix(ink.terracotta, ink.blush, 0.5), light);
}

function drawPoint(sheet: Sheet, [x, y]: Point): void {
	sheet.fill(polygon([x - 26, y - 14], [x + 26, y - 14], [x, y + 30]), ink.umber);
	sheet.fill(polygon([x + 26, y - 14], [x, y + 30], [x, y]), ink.terracotta);
}
