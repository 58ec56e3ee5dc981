import { archway, ellipse, polygon, range, rectangle, type Point } from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import type { Sheet } from './sheet.ts';

const WALLS: readonly Ink[] = [
	ink.terracotta,
	ink.blush,
	ink.sand,
	ink.ochre,
	ink.brick,
	ink.cream,
	ink.sage,
	ink.dusk,
	ink.mist
];
const ROWS = 6;

/** A town on a hill, gable behind gable, and one lane that finds its way up between them. */
export function drawTown(sheet: Sheet): void {
	drawSky(sheet);
	for (const row of range(ROWS)) {
		drawSlope(sheet, row);
		drawLane(sheet, row);
		drawRow(sheet, row);
	}
}

function drawSky(sheet: Sheet): void {
	sheet.ground(
		sheet.linear(
			[0, 0],
			[0, 700],
			[0, ink.dusk],
			[0.4, ink.mist],
			[0.75, ink.blush],
			[1, ink.cream]
		)
	);
	sheet.grain('M0 0H1600V420H0Z', ink.slate, [0, -220], [0, 260], 0.6);
	sheet.fill(ellipse(1185, 190, 66), ink.cream);
	sheet.halo('M0 0H1600V620H0Z', ink.cream, [1185, 190], 330, 0.5);
	for (const [x, y] of [
		[330, 120],
		[378, 98],
		[420, 136]
	] as const) {
		sheet.stroke(`M${x - 20} ${y - 5}q12 -9 20 5q8 -14 20 -5`, ink.night, {
			width: 3,
			cap: 'round'
		});
	}
}

/** The height of the hill's back under a row: highest a little left of the middle. */
function crest(x: number, row: number): number {
	const bow = Math.cos(((x - 700) / 1600) * Math.PI);
	return 420 - 190 * bow + row * (118 + row * 4);
}

/** The meadow on which a row stands, and which hides the feet of the row behind. */
function drawSlope(sheet: Sheet, row: number): void {
	const back = range(41).map((step): Point => [step * 40, crest(step * 40, row) + 40]);
	const slope = polygon([0, 1000], ...back, [1600, 1000]);
	const far = 1 - row / (ROWS - 1);
	const grass = mix(mix(ink.moss, ink.ochre, 0.3), ink.mist, far * 0.5);
	const top = crest(700, row);
	sheet.fill(
		slope,
		sheet.linear([0, top], [0, top + 300], [0, mix(grass, ink.sand, 0.35)], [1, grass])
	);
	sheet.grain(slope, mix(ink.pine, ink.mist, far * 0.5), [0, top + 330], [0, top + 60], 0.5);
}

/** The middle and the width of the lane at a height of the sheet; it is wider the nearer it is. */
function lane(y: number): { centre: number; width: number } {
	return { centre: 800 + 210 * Math.sin(y / 165 + 2.6), width: Math.max(10, (y - 150) * 0.1) };
}

/** The stretch of a row that the lane needs, from left to right. */
function gap(row: number): readonly [number, number] {
	const sides = range(14).flatMap((step) => {
		const { centre, width } = lane(crest(800, row) + step * 16);
		return [centre - width * 0.75, centre + width * 0.75];
	});
	return [Math.min(...sides), Math.max(...sides)];
}

function drawRow(sheet: Sheet, row: number): void {
	const nearness = row / (ROWS - 1);
	const [from, to] = gap(row);
	let x = -30 - sheet.random() * 40;
	while (x < 1620) {
		const width = (62 + sheet.random() * 44) * (0.75 + nearness * 0.75);
		if (x < to && x + width > from) {
			x = to;
			continue;
		}
		drawHouse(sheet, { x, width, row, nearness });
		x += width;
	}
	if (row === 0) drawTower(sheet);
}

interface House {
	x: number;
	width: number;
	row: number;
	nearness: number;
}

function drawHouse(sheet: Sheet, { x, width, row, nearness }: House): void {
	const color = WALLS[Math.floor(sheet.random() * WALLS.length)] ?? ink.sand;
	const wall = mix(color, ink.mist, (1 - nearness) * 0.55);
	const height = width * (1.05 + sheet.random() * 0.55);
	const base = crest(x + width / 2, row) + 150;
	const eaves = base - height - 60;
	const roof = width * (0.42 + sheet.random() * 0.3);
	const peak: Point = [x + width / 2, eaves - roof];
	const outline = polygon(
		[x, base + 160],
		[x, eaves],
		peak,
		[x + width, eaves],
		[x + width, base + 160]
	);
	sheet.fill(outline, wall);
	// the sun stands on the right: the left half of each gable is in its own shade
	sheet.fill(
		polygon([x, base + 160], [x, eaves], peak, [peak[0], base + 160]),
		mix(wall, ink.slate, 0.28)
	);
	const cap = mix(mix(ink.brick, ink.umber, sheet.random() * 0.6), ink.mist, (1 - nearness) * 0.5);
	const thick = 5 + nearness * 7;
	sheet.fill(
		polygon(
			[x - 5, eaves + 4],
			peak,
			[x + width + 5, eaves + 4],
			[x + width + 5, eaves + 4 - thick],
			[peak[0], peak[1] - thick * 1.35],
			[x - 5, eaves + 4 - thick]
		),
		cap
	);
	drawWindows(sheet, { x, width, eaves, nearness });
}

function drawWindows(
	sheet: Sheet,
	{ x, width, eaves, nearness }: Omit<House, 'row'> & { eaves: number }
): void {
	const columns = width > 95 ? 3 : 2;
	const size = width / (columns * 2.5);
	const dark = mix(ink.night, ink.mist, (1 - nearness) * 0.4);
	for (const row of range(4)) {
		for (const column of range(columns)) {
			const left = x + (width / columns) * (column + 0.5) - size / 2;
			const lit = sheet.random() > 0.86;
			sheet.fill(
				rectangle(left, eaves + 16 + row * size * 2.5, size, size * 1.45),
				lit ? ink.ochre : dark
			);
		}
	}
}

function drawTower(sheet: Sheet): void {
	const [x, top, width] = [560, 70, 72];
	const wall = mix(ink.sand, ink.mist, 0.3);
	sheet.fill(rectangle(x, top + 80, width, 300), wall);
	sheet.fill(rectangle(x, top + 80, width / 2, 300), mix(wall, ink.slate, 0.28));
	sheet.fill(
		polygon([x - 8, top + 84], [x + width / 2, top - 30], [x + width + 8, top + 84]),
		mix(ink.brick, ink.mist, 0.25)
	);
	sheet.fill(archway(x + 23, top + 104, 26, top + 162), ink.night);
}

/** The piece of lane that climbs over one row's slope. */
function drawLane(sheet: Sheet, row: number): void {
	const from = crest(lane(crest(800, row)).centre, row) + 40;
	const to = row === ROWS - 1 ? 1000 : crest(800, row + 1) + 120;
	const heights = range(21).map((step) => from + ((to - from) * step) / 20);
	const left = heights.map((y): Point => [lane(y).centre - lane(y).width / 2, y]);
	const right = heights.map((y): Point => [lane(y).centre + lane(y).width / 2, y]);
	const outline = polygon(...left, ...right.toReversed());
	sheet.fill(outline, sheet.linear([0, 300], [0, 1000], [0, ink.cream], [1, ink.sand]));
}
