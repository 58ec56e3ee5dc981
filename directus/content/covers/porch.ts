import {
	ellipse,
	perspective,
	polygon,
	polyline,
	range,
	rectangle,
	type Place,
	type Point
} from './geometry.ts';
import { ink, mix } from './palette.ts';
import type { Sheet } from './sheet.ts';

const [FLOOR, CEILING, EDGE] = [-1.5, 1.45, 4.4];
const POSTS = [-3.6, -1.2, 1.2, 3.6];
const SUN: Point = [655, 505];

const seen = perspective([800, 520], 900);
const shape = (...places: Place[]) => polygon(...places.map(seen));

/** The evening, seen from the boards of a porch: its posts frame the hills and throw their shadows inward. */
export function drawPorch(sheet: Sheet): void {
	drawLand(sheet);
	drawBoards(sheet);
	drawRoof(sheet);
	drawPosts(sheet);
	drawChair(sheet);
}

function drawLand(sheet: Sheet): void {
	sheet.ground(
		sheet.linear(
			[0, 60],
			[0, 600],
			[0, ink.terracotta],
			[0.4, ink.blush],
			[0.75, ink.sand],
			[1, ink.cream]
		)
	);
	sheet.fill(ellipse(...SUN, 84), ink.cream);
	sheet.halo(ellipse(...SUN, 420), ink.cream, SUN, 380, 0.55);
	const hills = [
		{ color: ink.dusk, top: 515, height: 46, length: 620, shift: 40 },
		{ color: ink.slate, top: 560, height: 40, length: 430, shift: 300 },
		{ color: ink.moss, top: 600, height: 34, length: 560, shift: 120 },
		{ color: ink.pine, top: 660, height: 26, length: 380, shift: 210 }
	];
	for (const { color, top, height, length, shift } of hills) {
		const ridge = range(81).map((step): Point => {
			const x = step * 20;
			return [
				x,
				top -
					height * Math.sin(((x + shift) / length) * Math.PI) -
					height * 0.4 * Math.sin(((x - shift) / length) * 7)
			];
		});
		const hill = polygon([0, 1000], ...ridge, [1600, 1000]);
		sheet.fill(
			hill,
			sheet.linear([0, top - height], [0, top + 110], [0, color], [1, mix(color, ink.blush, 0.45)])
		);
		sheet.halo(hill, ink.sand, [SUN[0], top - 20], 300, 0.5);
	}
}

function drawBoards(sheet: Sheet): void {
	const floor = shape(
		[-4.6, FLOOR, 1.2],
		[-4.6, FLOOR, EDGE],
		[4.6, FLOOR, EDGE],
		[4.6, FLOOR, 1.2]
	);
	sheet.fill(
		floor,
		sheet.linear([0, 825], [0, 1000], [0, ink.ochre], [0.5, ink.terracotta], [1, ink.brick])
	);
	for (const index of range(38)) {
		const x = -4.6 + index * 0.25;
		sheet.stroke(polyline(seen([x, FLOOR, EDGE]), seen([x, FLOOR, 1.2])), ink.umber, {
			width: 2,
			opacity: 0.5
		});
	}
	// the sun is low, so the shadows run the whole depth of the floor
	for (const post of POSTS) {
		const slant = (post + 0.71) * 0.42;
		sheet.fill(
			shape(
				[post - 0.13, FLOOR, EDGE],
				[post + 0.13, FLOOR, EDGE],
				[post + 0.13 + slant, FLOOR, 1.2],
				[post - 0.13 + slant, FLOOR, 1.2]
			),
			ink.umber,
			{ opacity: 0.55, blur: 2 }
		);
	}
	sheet.grain(floor, ink.umber, [800, 1010], [800, 850], 0.6);
}

function drawRoof(sheet: Sheet): void {
	const roof = shape(
		[-5, CEILING, 1.2],
		[-5, CEILING, EDGE],
		[5, CEILING, EDGE],
		[5, CEILING, 1.2]
	);
	sheet.fill(
		roof,
		sheet.linear([0, 0], [0, 240], [0, ink.black], [0.4, ink.umber], [1, ink.brick])
	);
	for (const index of range(17)) {
		const x = -4.8 + index * 0.6;
		const rafter = shape(
			[x, CEILING, 1.2],
			[x, CEILING, EDGE],
			[x + 0.14, CEILING, EDGE],
			[x + 0.14, CEILING, 1.2]
		);
		sheet.fill(rafter, ink.black, { opacity: 0.55 });
	}
	sheet.halo(roof, ink.ochre, [SUN[0], 240], 420, 0.42);
	const beam = shape(
		[-5, CEILING, EDGE],
		[5, CEILING, EDGE],
		[5, CEILING - 0.26, EDGE],
		[-5, CEILING - 0.26, EDGE]
	);
	sheet.fill(beam, ink.umber);
	sheet.grain(beam, ink.black, [1600, 0], [700, 0], 0.7);
}

function drawPosts(sheet: Sheet): void {
	for (const post of POSTS) {
		const [left] = seen([post - 0.13, 0, EDGE]);
		const [right, base] = seen([post + 0.13, FLOOR, EDGE]);
		const [, top] = seen([post, CEILING - 0.26, EDGE]);
		const width = right - left;
		const shaft = rectangle(left, top, width, base - top);
		sheet.fill(
			shaft,
			sheet.linear([left, 0], [right, 0], [0, ink.umber], [0.8, ink.brick], [1, ink.terracotta])
		);
		sheet.grain(shaft, ink.black, [0, base], [0, top + 120], 0.6);
		sheet.fill(rectangle(left - 9, top, width + 18, 16), ink.black);
		sheet.fill(rectangle(left - 9, base - 22, width + 18, 22), ink.black);
	}
	for (const [from, to] of [
		[-5, -1.2],
		[1.2, 5]
	] as const) {
		for (const height of [-0.62, -1.3]) {
			sheet.fill(
				shape(
					[from, height, EDGE],
					[to, height, EDGE],
					[to, height - 0.075, EDGE],
					[from, height - 0.075, EDGE]
				),
				ink.umber
			);
		}
		for (const index of range(Math.round((to - from) / 0.2))) {
			const x = from + 0.1 + index * 0.2;
			sheet.stroke(polyline(seen([x, -0.62, EDGE]), seen([x, -1.32, EDGE])), ink.umber, {
				width: 6
			});
		}
	}
}

/** A rocking chair, from the side: two curves and a few straight pieces of wood. */
function drawChair(sheet: Sheet): void {
	sheet.transformed('translate(1175 905)', () => {
		sheet.fill(ellipse(20, 14, 190, 14), ink.black, { opacity: 0.45, blur: 6 });
		const wood = { width: 13, cap: 'round' } as const;
		sheet.stroke('M-150 -22Q10 46 175 -14', ink.black, wood);
		sheet.stroke('M-86 6L-70 -128L84 -116L74 12', ink.black, wood);
		sheet.stroke('M84 -116Q116 -230 128 -352', ink.black, { ...wood, width: 17 });
		sheet.stroke('M-78 -128L-82 -196L96 -190', ink.black, wood);
		sheet.stroke('M-66 -134L80 -122', ink.ochre, { width: 4, cap: 'round' });
		sheet.stroke('M121 -350Q108 -232 78 -124', ink.terracotta, { width: 3, cap: 'round' });
	});
}
