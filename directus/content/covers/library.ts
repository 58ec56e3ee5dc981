import {
	archway,
	ellipse,
	polar,
	polygon,
	range,
	rectangle,
	sector,
	type Point
} from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import { type Sheet, whole } from './sheet.ts';

const CENTRE: Point = [800, 560];
const DOME = 520;
const COFFER_RINGS = [150, 222, 300, 384, 470] as const;
const SPINES: readonly Ink[] = [
	ink.terracotta,
	ink.ochre,
	ink.brick,
	ink.moss,
	ink.dusk,
	ink.sand,
	ink.umber,
	ink.slate,
	ink.sage
];

/** A round reading room cut through the middle: coffers, daylight from above, books all the way round. */
export function drawLibrary(sheet: Sheet): void {
	sheet.fill(
		whole,
		sheet.linear([0, 0], [0, 1000], [0, ink.pine], [1, mix(ink.pine, ink.black, 0.6)])
	);
	sheet.grain(whole, ink.black, [0, -100], [0, 420], 0.6);
	drawDome(sheet);
	drawBooks(sheet);
	drawLight(sheet);
	drawDesks(sheet);
}

function drawDome(sheet: Sheet): void {
	sheet.fill(sector(CENTRE, [0, DOME + 34], [180, 360]), ink.sand);
	sheet.fill(
		sector(CENTRE, [0, DOME], [180, 360]),
		sheet.radial([800, 180], 620, [0, ink.blush], [0.6, ink.terracotta], [1, ink.brick])
	);
	const ribs = 15;
	for (const [ring, outer] of COFFER_RINGS.entries()) {
		const inner = COFFER_RINGS[ring - 1] ?? 92;
		for (const index of range(ribs)) {
			const from = 180 + (index * 180) / ribs;
			const to = from + 180 / ribs;
			const coffer = (inset: number) =>
				sector(
					CENTRE,
					[inner + 9 + inset, outer - 9 - inset],
					[from + (150 + inset * 34) / outer, to - (150 + inset * 34) / outer]
				);
			sheet.fill(coffer(0), mix(ink.brick, ink.umber, 0.55));
			// the lower face of each coffer looks up to the light
			const shift = polar([0, 0], 7, (from + to) / 2);
			sheet.inside(coffer(0), () => {
				sheet.transformed(`translate(${shift[0].toFixed(1)} ${shift[1].toFixed(1)})`, () =>
					sheet.fill(coffer(2), mix(ink.terracotta, ink.brick, ring / 5))
				);
			});
		}
	}
	sheet.grain(sector(CENTRE, [0, DOME], [180, 360]), ink.umber, [270, 560], [560, 330], 0.66);
	sheet.grain(sector(CENTRE, [0, DOME], [180, 360]), ink.umber, [1330, 560], [1040, 330], 0.66);
	sheet.fill(ellipse(...CENTRE, 92), ink.cream);
}

function drawBooks(sheet: Sheet): void {
	const [left, right, top] = [CENTRE[0] - DOME, CENTRE[0] + DOME, CENTRE[1]];
	sheet.fill(rectangle(left, top, right - left, 340), mix(ink.umber, ink.black, 0.35));
	for (const tier of range(4)) {
		const shelf = top + 96 + tier * 78;
		for (const bay of range(9)) {
			const start = left + 12 + bay * 115.6;
			let x = start;
			while (x < start + 96) {
				const width = 7 + sheet.random() * 10;
				const height = 44 + sheet.random() * 20;
				const spine = SPINES[Math.floor(sheet.random() * SPINES.length)] ?? ink.brick;
				sheet.fill(rectangle(x, shelf - height, width - 1.5, height), spine);
				x += width;
			}
		}
		sheet.fill(rectangle(left, shelf, right - left, 7), ink.ochre);
		sheet.fill(rectangle(left, shelf + 7, right - left, 5), ink.black, { opacity: 0.5 });
	}
	for (const bay of range(10)) {
		const x = left + bay * 115.6 - 7;
		sheet.fill(rectangle(x, top + 14, 14, 326), ink.umber);
		sheet.fill(rectangle(x, top + 14, 3, 326), ink.ochre, { opacity: 0.7 });
	}
	sheet.fill(rectangle(left - 34, top - 10, right - left + 68, 30), ink.sand);
	sheet.fill(rectangle(left - 34, top + 12, right - left + 68, 8), ink.brick);
	const shelves = rectangle(left, top + 20, right - left, 320);
	sheet.fill(
		shelves,
		sheet.linear(
			[left, 0],
			[right, 0],
			[0, ink.black, 0.8],
			[0.34, ink.black, 0],
			[0.66, ink.black, 0],
			[1, ink.black, 0.8]
		)
	);
	const door = archway(742, 690, 116, 900);
	sheet.fill(archway(730, 678, 140, 900), ink.umber);
	sheet.fill(door, sheet.linear([0, 690], [0, 900], [0, ink.ochre], [1, ink.cream]));
}

function drawLight(sheet: Sheet): void {
	const beam = polygon([730, 545], [870, 545], [1120, 905], [480, 905]);
	sheet.fill(beam, sheet.linear([0, 500], [0, 905], [0, ink.cream, 0.55], [1, ink.cream, 0.06]), {
		blur: 10
	});
	sheet.halo(ellipse(...CENTRE, 420), ink.cream, [800, 550], 330, 0.42);
	const floor = rectangle(0, 900, 1600, 100);
	sheet.fill(
		floor,
		sheet.linear(
			[0, 0],
			[1600, 0],
			[0, ink.black],
			[0.3, ink.umber],
			[0.5, ink.ochre],
			[0.7, ink.umber],
			[1, ink.black]
		)
	);
	sheet.halo(floor, ink.cream, [800, 905], 300, 0.4);
}

/** Reading desks in a row, each with its green lamp. */
function drawDesks(sheet: Sheet): void {
	for (const x of [330, 520, 1080, 1270]) {
		sheet.halo(ellipse(x, 880, 120), ink.ochre, [x, 872], 110, 0.5);
		sheet.fill(rectangle(x - 72, 892, 144, 12), ink.black);
		sheet.fill(rectangle(x - 60, 904, 10, 56), ink.black);
		sheet.fill(rectangle(x + 50, 904, 10, 56), ink.black);
		sheet.fill(rectangle(x - 2, 852, 4, 40), ink.ochre);
		sheet.fill(`M${x - 26} 856q4 -24 26 -24q22 0 26 24Z`, ink.sage);
		sheet.fill(rectangle(x - 26, 855, 52, 4), ink.cream);
		sheet.fill(polygon([x - 50, 892], [x - 30, 884], [x - 12, 892]), ink.cream);
	}
}
