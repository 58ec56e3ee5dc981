import { archway, polygon, range, rectangle, type Point } from './geometry.ts';
import { ink, mix } from './palette.ts';
import { type Sheet, whole } from './sheet.ts';

const STEPS = 13;
const FOOT: Point = [250, 905];
const GOING = 78;
const RISE = 48;
/** Where the far edge of a tread lies, seen from its near edge. */
const DEPTH: Point = [150, -92];

/** A flight of stairs against a sunlit wall; the light draws it a second time as shadow. */
export function drawStairs(sheet: Sheet): void {
	drawWall(sheet);
	drawShadow(sheet);
	drawFlight(sheet);
	drawFloor(sheet);
}

function drawWall(sheet: Sheet): void {
	sheet.ground(
		sheet.linear([0, 0], [1600, 1000], [0, ink.sand], [0.45, ink.blush], [1, ink.terracotta])
	);
	sheet.grain(whole, ink.terracotta, [1600, 700], [620, 240], 0.62);
	sheet.fill(polygon([0, 0], [420, 0], [0, 640]), ink.cream, { opacity: 0.35, blur: 3 });
	const [x, top, width, base] = [1318, 38, 168, 246];
	sheet.fill(archway(x, top, width, base), ink.night);
	sheet.inside(archway(x, top, width, base), () => {
		sheet.fill(
			archway(x + 34, top + 10, width, base),
			sheet.linear([0, top], [0, base], [0, ink.dusk], [1, ink.mist])
		);
		sheet.fill('M1400 176a26 26 0 1 1 1 0Z', ink.cream);
	});
}

function drawShadow(sheet: Sheet): void {
	// the sun comes from the upper left, so each point of the flight falls to the lower right on the wall
	const outline = range(STEPS).flatMap((step): Point[] => {
		const [x, y] = stepFoot(step);
		return [
			[x + DEPTH[0] + 60, y + DEPTH[1] - RISE + 150],
			[x + DEPTH[0] + GOING + 60, y + DEPTH[1] - RISE + 150]
		];
	});
	sheet.fill(polygon(...outline, [1700, 1000], [400, 1000]), ink.brick, { opacity: 0.45, blur: 3 });
}

function drawFlight(sheet: Sheet): void {
	for (const step of range(STEPS).reverse()) drawStep(sheet, step);
	drawCheek(sheet);
	drawLanding(sheet);
	drawNiche(sheet);
}

function drawStep(sheet: Sheet, step: number): void {
	const [x, y] = stepFoot(step);
	const riser = polygon(
		[x, y],
		[x, y - RISE],
		[x + DEPTH[0], y - RISE + DEPTH[1]],
		[x + DEPTH[0], y + DEPTH[1]]
	);
	const tread = polygon(
		[x, y - RISE],
		[x + GOING, y - RISE],
		[x + GOING + DEPTH[0], y - RISE + DEPTH[1]],
		[x + DEPTH[0], y - RISE + DEPTH[1]]
	);
	const height = step / STEPS;
	sheet.fill(tread, mix(ink.ochre, ink.cream, 0.2 + height * 0.5));
	sheet.grain(
		tread,
		ink.terracotta,
		[x + GOING + 30, y - RISE],
		[x + DEPTH[0] - 20, y - RISE + DEPTH[1]],
		0.55
	);
	sheet.fill(riser, mix(ink.terracotta, ink.ochre, 0.15 + height * 0.35));
}

/** The side of the flight, away from the light. */
function drawCheek(sheet: Sheet): void {
	const profile = range(STEPS).flatMap((step): Point[] => {
		const [x, y] = stepFoot(step);
		return [
			[x, y - RISE],
			[x + GOING, y - RISE]
		];
	});
	const [endX] = stepFoot(STEPS);
	const cheek = polygon(FOOT, ...profile, [endX, 1000], [FOOT[0], 1000]);
	sheet.fill(cheek, sheet.linear([500, 500], [900, 1000], [0, ink.brick], [1, ink.umber]));
	sheet.grain(cheek, ink.black, [1000, 1050], [760, 560], 0.7);
}

function drawLanding(sheet: Sheet): void {
	const [endX] = stepFoot(STEPS);
	const landing = polygon([endX, 281], [1600, 281], [1600, 189], [endX + DEPTH[0], 189]);
	sheet.fill(landing, ink.cream);
	sheet.grain(landing, ink.ochre, [1600, 300], [1320, 200], 0.55);
	const pier = rectangle(endX - 1, 281, 1600 - endX + 1, 720);
	sheet.fill(pier, sheet.linear([endX, 0], [1600, 0], [0, ink.umber], [1, ink.black]));
	sheet.grain(pier, ink.brick, [endX, 200], [endX + 120, 700], 0.6);
}

/** A low arched passage under the stairs, with daylight at its end. */
function drawNiche(sheet: Sheet): void {
	const passage = archway(880, 640, 230, 905);
	sheet.fill(passage, ink.black);
	sheet.inside(passage, () => {
		sheet.fill(
			archway(938, 664, 230, 905),
			sheet.linear([0, 660], [0, 905], [0, ink.slate], [0.6, ink.dusk], [1, ink.sage])
		);
	});
}

function drawFloor(sheet: Sheet): void {
	const floor = polygon([0, 905], [1600, 905], [1600, 1000], [0, 1000]);
	sheet.fill(
		floor,
		sheet.linear([0, 0], [1600, 0], [0, ink.ochre], [0.4, ink.terracotta], [1, ink.umber])
	);
	sheet.fill(polygon([FOOT[0], 905], [1600, 905], [1600, 1000], [FOOT[0] + 130, 1000]), ink.umber, {
		opacity: 0.7,
		blur: 2
	});
	sheet.grain(floor, ink.umber, [0, 1010], [0, 900], 0.5);
}

/** The foot of a step's riser, on the side towards us. */
function stepFoot(step: number): Point {
	return [FOOT[0] + step * GOING, FOOT[1] - step * RISE];
}
