import { archway, ellipse, polygon, range, rectangle } from './geometry.ts';
import { ink, type Ink } from './palette.ts';
import type { Sheet } from './sheet.ts';

const FLOOR = 770;

interface Leaf {
	x: number;
	width: number;
	height: number;
	color: Ink;
	round: boolean;
}

const LEAVES: Leaf[] = [
	{ x: 110, width: 190, height: 470, color: ink.terracotta, round: true },
	{ x: 385, width: 165, height: 390, color: ink.moss, round: false },
	{ x: 985, width: 210, height: 545, color: ink.brick, round: false },
	{ x: 1275, width: 150, height: 330, color: ink.ochre, round: true },
	{ x: 1490, width: 62, height: 112, color: ink.sage, round: true }
];

/** A wall of doors of every size; one stands ajar, and its light lies across the floor. */
export function drawDoors(sheet: Sheet): void {
	const wall = rectangle(0, 0, 1600, FLOOR);
	sheet.fill(wall, sheet.radial([775, 520], 900, [0, ink.dusk], [0.5, ink.slate], [1, ink.night]));
	sheet.grain(wall, ink.night, [0, 0], [0, 520], 0.6);
	const floor = rectangle(0, FLOOR, 1600, 230);
	sheet.fill(floor, sheet.linear([0, FLOOR], [0, 1000], [0, ink.umber], [1, ink.black]));
	sheet.fill(rectangle(0, FLOOR - 26, 1600, 26), ink.night, { opacity: 0.7 });
	for (const leaf of LEAVES) drawClosed(sheet, leaf);
	drawAjar(sheet);
}

function drawClosed(sheet: Sheet, { x, width, height, color, round }: Leaf): void {
	const opening = (margin: number) =>
		round
			? archway(x - margin, FLOOR - height - margin, width + 2 * margin, FLOOR)
			: rectangle(x - margin, FLOOR - height - margin, width + 2 * margin, height + margin);
	const frame = width * 0.09;
	sheet.fill(opening(frame), ink.night);
	sheet.fill(opening(0), color);
	const side = x < 775 ? x + width : x;
	sheet.grain(
		opening(0),
		ink.night,
		[side + (x < 775 ? -width * 1.5 : width * 1.5), 0],
		[side, 0],
		0.7
	);
	sheet.inside(opening(0), () => {
		const rows = Math.max(2, Math.round(height / 150));
		const gap = width * 0.13;
		const panel = (height - gap) / rows - gap;
		for (const index of range(rows)) {
			const top = FLOOR - height + gap + index * (panel + gap) + (round ? width * 0.08 : 0);
			for (const half of [0, 1]) {
				const left = x + gap + half * ((width - gap) / 2);
				const board = rectangle(left, top, (width - 3 * gap) / 2, panel);
				sheet.fill(board, ink.night, { opacity: 0.28 });
				sheet.fill(rectangle(left, top + panel - 3, (width - 3 * gap) / 2, 3), ink.cream, {
					opacity: 0.3
				});
			}
		}
	});
	const knob = x < 775 ? x + width * 0.93 : x + width * 0.07;
	sheet.fill(ellipse(knob, FLOOR - height * 0.44, Math.max(3, width * 0.032)), ink.cream);
}

function drawAjar(sheet: Sheet): void {
	const [left, right, top] = [640, 880, FLOOR - 600];
	sheet.fill(rectangle(left - 22, top - 22, right - left + 44, 622), ink.night);
	const opening = rectangle(left, top, right - left, 600);
	sheet.fill(
		opening,
		sheet.linear([0, top], [0, FLOOR], [0, ink.ochre], [0.55, ink.sand], [1, ink.cream])
	);
	// the light falls forward and spreads
	const beam = polygon([left + 86, FLOOR], [right, FLOOR], [right + 330, 1000], [left - 40, 1000]);
	sheet.fill(
		beam,
		sheet.linear([0, FLOOR], [0, 1010], [0, ink.cream], [0.6, ink.ochre], [1, ink.terracotta]),
		{ blur: 2 }
	);
	sheet.grain(beam, ink.umber, [820, 1010], [780, 830], 0.62);
	// what can be seen behind: a path between hills
	sheet.inside(opening, () => {
		sheet.fill(polygon([600, 640], [730, 560], [880, 620], [880, 770], [600, 770]), ink.sage);
		sheet.fill(polygon([600, 690], [800, 610], [900, 650], [900, 770], [600, 770]), ink.moss);
		sheet.fill(
			'M790 770C800 720 850 710 830 672C822 655 800 652 806 636C815 660 850 655 852 680C856 716 866 730 872 770Z',
			ink.cream
		);
		sheet.fill(ellipse(815, 470, 42), ink.cream);
	});
	const leaf = polygon([left, top], [left + 92, top + 44], [left + 92, FLOOR + 58], [left, FLOOR]);
	sheet.fill(leaf, sheet.linear([left, 0], [left + 92, 0], [0, ink.night], [1, ink.pine]));
	for (const index of range(4)) {
		const y = top + 60 + index * 140;
		sheet.fill(
			polygon([left + 16, y], [left + 76, y + 24], [left + 76, y + 134], [left + 16, y + 108]),
			ink.night,
			{ opacity: 0.6 }
		);
	}
	sheet.fill(rectangle(left + 90, top + 43, 5, FLOOR - top + 13), ink.cream, { opacity: 0.8 });
	sheet.fill(ellipse(left + 80, FLOOR - 250, 7), ink.ochre);
}
