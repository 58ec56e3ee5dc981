import { ellipse, polygon, polyline, range, rectangle } from './geometry.ts';
import { ink, mix } from './palette.ts';
import type { Sheet } from './sheet.ts';

const TEETH = 3;
const TOOTH = 560;
const EAVES = 352;
const FLOOR = 838;

/** A workshop under a saw-tooth roof, cut open: cool light slides in from the north to an easel. */
export function drawStudio(sheet: Sheet): void {
	drawSky(sheet);
	drawRoom(sheet);
	drawBeams(sheet);
	drawRoof(sheet);
	drawFurniture(sheet);
}

function drawSky(sheet: Sheet): void {
	sheet.ground(sheet.linear([0, 0], [0, 420], [0, ink.dusk], [1, ink.cream]));
	sheet.grain('M0 0H1600V400H0Z', ink.slate, [0, -200], [0, 300], 0.6);
}

function drawRoom(sheet: Sheet): void {
	const room = polygon(
		[0, EAVES],
		...range(TEETH).flatMap((tooth) => profile(tooth)),
		[1600, EAVES],
		[1600, FLOOR],
		[0, FLOOR]
	);
	sheet.fill(
		room,
		sheet.linear([0, 100], [0, FLOOR], [0, ink.dusk], [0.45, ink.slate], [1, ink.night])
	);
	sheet.grain(room, ink.night, [1700, 700], [900, 560], 0.66);
	const floor = rectangle(0, FLOOR, 1600, 162);
	sheet.fill(floor, sheet.linear([0, FLOOR], [0, 1000], [0, ink.umber], [1, ink.black]));
}

/** The steep glass side of a tooth faces left, to the north; the long slope is slate. */
function profile(tooth: number): [number, number][] {
	const left = -40 + tooth * TOOTH;
	return [
		[left, EAVES],
		[left + 96, 118],
		[left + TOOTH, EAVES]
	];
}

function drawBeams(sheet: Sheet): void {
	for (const tooth of range(TEETH)) {
		const left = -40 + tooth * TOOTH;
		const beam = polygon(
			[left + 6, EAVES - 16],
			[left + 94, 134],
			[left + 640, FLOOR],
			[left + 190, FLOOR]
		);
		sheet.fill(
			beam,
			sheet.linear(
				[left + 60, 200],
				[left + 400, FLOOR],
				[0, ink.cream, 0.85],
				[0.5, ink.mist, 0.45],
				[1, ink.mist, 0.12]
			),
			{ blur: 5 }
		);
		sheet.grain(beam, ink.cream, [left + 20, 200], [left + 300, 640], 0.5);
		const pool = polygon(
			[left + 190, FLOOR],
			[left + 640, FLOOR],
			[left + 760, 960],
			[left + 250, 960]
		);
		sheet.fill(pool, sheet.linear([0, FLOOR], [0, 960], [0, ink.sand], [1, ink.terracotta]), {
			opacity: 0.62,
			blur: 6
		});
	}
}

function drawRoof(sheet: Sheet): void {
	for (const tooth of range(TEETH)) {
		const [foot, ridge, end] = profile(tooth);
		if (!foot || !ridge || !end) continue;
		const slope = polygon(ridge, end, [end[0], end[1] + 26], [ridge[0] - 6, ridge[1] + 32]);
		sheet.fill(slope, sheet.linear(ridge, end, [0, ink.terracotta], [1, ink.brick]));
		sheet.grain(slope, ink.umber, [end[0], 0], [ridge[0], 0], 0.6);
		const glass = polygon(foot, ridge, [ridge[0] + 10, ridge[1] + 6], [foot[0] + 14, foot[1]]);
		sheet.fill(glass, ink.cream);
		for (const bar of range(6)) {
			const share = bar / 5;
			const [x, y] = [
				foot[0] + (ridge[0] - foot[0]) * share,
				foot[1] + (ridge[1] - foot[1]) * share
			];
			sheet.fill(polygon([x - 5, y + 2], [x + 16, y - 6], [x + 18, y], [x - 3, y + 8]), ink.umber);
		}
		sheet.fill(rectangle(end[0] - 16, EAVES - 4, 32, 34), ink.umber);
		sheet.fill(
			rectangle(end[0] - 7, EAVES + 30, 14, FLOOR - EAVES - 30),
			mix(ink.night, ink.black, 0.5)
		);
		sheet.fill(rectangle(end[0] - 7, EAVES + 30, 4, FLOOR - EAVES - 30), ink.dusk, {
			opacity: 0.7
		});
	}
}

function drawFurniture(sheet: Sheet): void {
	const wood = { width: 13, cap: 'round' } as const;
	sheet.fill(ellipse(830, FLOOR + 66, 190, 15), ink.black, { opacity: 0.5, blur: 5 });
	sheet.stroke(polyline([800, 420], [742, FLOOR + 66]), ink.black, wood);
	sheet.stroke(polyline([812, 420], [896, FLOOR + 66]), ink.black, wood);
	sheet.stroke(polyline([806, 440], [960, FLOOR + 34]), ink.black, { width: 9, cap: 'round' });
	sheet.stroke(polyline([704, 728], [926, 728]), ink.black, wood);
	const canvas = polygon([700, 470], [906, 452], [918, 716], [708, 722]);
	sheet.fill(canvas, ink.cream);
	sheet.inside(canvas, () => {
		sheet.fill(polygon([690, 610], [920, 585], [920, 730], [690, 730]), ink.ochre);
		sheet.fill(polygon([690, 660], [800, 620], [930, 668], [930, 730], [690, 730]), ink.terracotta);
		sheet.fill(ellipse(850, 540, 34), ink.terracotta);
		sheet.grain(canvas, ink.umber, [940, 640], [780, 560], 0.5);
	});
	drawStool(sheet);
	drawCanvases(sheet);
	drawPlanChest(sheet);
}

function drawStool(sheet: Sheet): void {
	sheet.fill(ellipse(596, FLOOR + 58, 70, 9), ink.black, { opacity: 0.5, blur: 4 });
	for (const [from, to] of [
		[560, 540],
		[596, 600],
		[632, 652]
	] as const) {
		sheet.stroke(polyline([from, 716], [to, FLOOR + 56]), ink.black, { width: 9, cap: 'round' });
	}
	sheet.fill(ellipse(596, 714, 54, 13), ink.brick);
	sheet.fill(ellipse(592, 710, 52, 10), ink.terracotta);
}

/** Finished pictures lean against the wall, faces turned away. */
function drawCanvases(sheet: Sheet): void {
	for (const [x, width, height, color] of [
		[1190, 150, 210, ink.brick],
		[1250, 190, 160, ink.moss],
		[1322, 120, 240, ink.dusk]
	] as const) {
		const board = polygon(
			[x, FLOOR + 20],
			[x + 16, FLOOR + 20 - height],
			[x + width, FLOOR + 8 - height],
			[x + width - 8, FLOOR + 20]
		);
		sheet.fill(board, mix(color, ink.night, 0.3));
		sheet.grain(board, color, [x - 30, 0], [x + width, 0], 0.62);
	}
}

function drawPlanChest(sheet: Sheet): void {
	sheet.fill(rectangle(96, 690, 280, FLOOR + 24 - 690), ink.umber);
	for (const drawer of range(5)) {
		sheet.fill(rectangle(106, 704 + drawer * 32, 260, 26), mix(ink.brick, ink.umber, 0.35));
		sheet.fill(rectangle(222, 714 + drawer * 32, 28, 5), ink.ochre);
	}
	sheet.fill(rectangle(84, 680, 304, 12), ink.terracotta);
	for (const [x, lean] of [
		[150, -16],
		[166, 4],
		[180, 20]
	] as const) {
		sheet.stroke(polyline([x, 640], [x + lean, 566]), ink.sand, { width: 4, cap: 'round' });
	}
	sheet.fill(rectangle(142, 626, 46, 54), ink.sage);
	sheet.fill(polygon([250, 680], [356, 680], [348, 664], [258, 664]), ink.cream);
}
