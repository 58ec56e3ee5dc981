import { ellipse, polygon, polyline, range, rectangle, type Point } from './geometry.ts';
import { ink, mix } from './palette.ts';
import type { Sheet } from './sheet.ts';

const HORIZON = 610;
const SUN: Point = [330, 455];

/** A wide field, one tree, and under it a bench whose shadow is longer than it is. */
export function drawBench(sheet: Sheet): void {
	drawSky(sheet);
	drawField(sheet);
	drawTree(sheet);
	drawSeat(sheet);
}

function drawSky(sheet: Sheet): void {
	const sky = rectangle(0, 0, 1600, HORIZON);
	sheet.fill(
		sky,
		sheet.linear(
			[0, 0],
			[0, HORIZON],
			[0, ink.dusk],
			[0.5, ink.mist],
			[0.85, ink.sand],
			[1, ink.cream]
		)
	);
	sheet.grain(sky, ink.slate, [0, -160], [0, 300], 0.6);
	sheet.fill(ellipse(...SUN, 74), ink.cream);
	sheet.halo(sky, ink.cream, SUN, 380, 0.5);
	for (const [x, y, width] of [
		[420, 236, 520],
		[640, 262, 300],
		[90, 196, 380]
	] as const) {
		const streak = ellipse(x, y, width / 2, 7);
		sheet.fill(
			streak,
			sheet.linear([x - width / 2, 0], [x + width / 2, 0], [0, ink.cream], [1, ink.cream, 0]),
			{ opacity: 0.75, blur: 2 }
		);
	}
	const ridge = range(41).map((step): Point => [
		step * 40,
		HORIZON - 34 - 22 * Math.sin(step / 5) - 12 * Math.sin(step / 2.1)
	]);
	sheet.fill(
		polygon([0, HORIZON + 4], ...ridge, [1600, HORIZON + 4]),
		sheet.linear([0, 540], [0, HORIZON], [0, ink.dusk], [1, ink.mist])
	);
}

function drawField(sheet: Sheet): void {
	const bands = [
		{ top: HORIZON, color: ink.sage },
		{ top: 652, color: ink.ochre },
		{ top: 720, color: mix(ink.ochre, ink.terracotta, 0.35) },
		{ top: 850, color: ink.terracotta }
	];
	for (const [index, { top, color }] of bands.entries()) {
		const edge = range(41).map((step): Point => [
			step * 40,
			top + 12 * Math.sin(step / 6 + index * 1.7)
		]);
		const field = polygon([0, 1000], ...edge, [1600, 1000]);
		sheet.fill(field, color);
		sheet.grain(field, index < 2 ? ink.moss : ink.brick, [1600, top + 120], [500, top], 0.55);
		sheet.halo(field, ink.sand, [SUN[0], top - 40], 360, 0.5);
	}
	for (const index of range(90)) {
		const [x, y] = [sheet.random() * 1600, 690 + sheet.random() * 300];
		const height = 6 + ((y - 690) / 300) * 20;
		sheet.stroke(
			polyline([x, y], [x + height * 0.25, y - height]),
			index % 3 ? ink.umber : ink.cream,
			{
				width: 1.6 + height / 16,
				opacity: 0.4,
				cap: 'round'
			}
		);
	}
}

function drawTree(sheet: Sheet): void {
	const foot: Point = [1130, 800];
	sheet.fill(polygon([1108, 800], [1150, 800], [1700, 876], [1700, 836]), ink.umber, {
		opacity: 0.5,
		blur: 3
	});
	sheet.fill(
		'M1104 804C1120 700 1112 600 1118 470L1142 470C1146 600 1140 700 1162 804Z',
		sheet.linear([1104, 0], [1160, 0], [0, ink.brick], [1, ink.black])
	);
	sheet.stroke(
		'M1128 560C1170 520 1200 480 1220 430M1126 610C1090 570 1060 540 1030 470',
		ink.black,
		{ width: 12, cap: 'round' }
	);
	const crowns = [
		[1300, 330, 170],
		[960, 350, 165],
		[1130, 210, 205],
		[1240, 250, 160],
		[1030, 250, 165],
		[1130, 370, 190]
	] as const;
	for (const [x, y, radius] of crowns) sheet.fill(ellipse(x, y, radius), ink.pine);
	for (const [x, y, radius] of crowns) {
		const crown = ellipse(x, y, radius);
		sheet.halo(crown, ink.moss, [x - radius * 0.7, y - radius * 0.1], radius * 1.2, 0.62);
		sheet.halo(crown, ink.ochre, [x - radius * 0.95, y + radius * 0.15], radius * 0.72, 0.5);
	}
	sheet.fill(ellipse(foot[0] + 6, foot[1] + 2, 60, 9), ink.umber, { opacity: 0.5, blur: 4 });
}

function drawSeat(sheet: Sheet): void {
	const [left, right, seat, ground] = [690, 1010, 772, 852];
	sheet.fill(
		polygon(
			[left + 6, ground],
			[right, ground],
			[right + 480, ground + 62],
			[left + 620, ground + 96]
		),
		ink.umber,
		{ opacity: 0.42, blur: 4 }
	);
	for (const [index, y] of [690, 720].entries()) {
		sheet.fill(rectangle(left, y, right - left, 18), index ? ink.umber : ink.black);
	}
	sheet.fill(rectangle(left, 690, right - left, 3), ink.cream, { opacity: 0.8 });
	sheet.fill(
		polygon([left - 8, seat], [right + 8, seat], [right + 22, seat + 16], [left - 20, seat + 16]),
		ink.umber
	);
	sheet.fill(
		polygon([left - 8, seat], [right + 8, seat], [right + 10, seat + 4], [left - 11, seat + 4]),
		ink.sand
	);
	for (const x of [left + 26, right - 40]) {
		sheet.fill(rectangle(x, 684, 14, seat - 684), ink.black);
		sheet.fill(
			polygon([x - 8, seat + 16], [x + 8, seat + 16], [x + 2, ground], [x - 12, ground]),
			ink.black
		);
		sheet.fill(
			polygon(
				[x + 12, seat + 16],
				[x + 26, seat + 16],
				[x + 36, ground - 12],
				[x + 24, ground - 12]
			),
			ink.black
		);
	}
	// a closed book, left by somebody who will be back
	sheet.fill(polygon([905, seat - 2], [975, seat - 2], [982, seat + 6], [900, seat + 6]), ink.dusk);
	sheet.fill(rectangle(903, seat - 14, 74, 13), ink.slate);
	sheet.fill(rectangle(907, seat - 11, 70, 7), ink.cream);
}
