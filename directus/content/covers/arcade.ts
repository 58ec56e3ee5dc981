import { archway, ellipse, polygon, range, rectangle } from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import type { Sheet } from './sheet.ts';

const BAY = 320;
const BASE = 838;
const CROWN = 452;
const FACADES: readonly Ink[] = [ink.ochre, ink.terracotta, ink.blush, ink.brick, ink.sand];

/** A street in the rain, seen square on: the houses stand on arches, and under them it is dry and lit. */
export function drawArcade(sheet: Sheet): void {
	sheet.ground(sheet.linear([0, 0], [0, 1000], [0, ink.slate], [1, ink.dusk]));
	for (const [index, color] of FACADES.entries()) drawFacade(sheet, index, color);
	drawStreet(sheet);
	for (const index of range(FACADES.length)) drawArch(sheet, index);
	drawWalker(sheet);
	drawRain(sheet);
}

function drawFacade(sheet: Sheet, index: number, color: Ink): void {
	const x = index * BAY;
	const wall = rectangle(x, 70 + ((index * 37) % 60), BAY, 800);
	sheet.fill(wall, mix(color, ink.slate, 0.16));
	sheet.grain(wall, mix(color, ink.umber, 0.6), [x, 40], [x, 400], 0.62);
	sheet.fill(rectangle(x - 6, 62 + ((index * 37) % 60), BAY + 12, 20), ink.umber);
	for (const column of range(2)) {
		const left = x + 62 + column * 126;
		const lit = (index * 2 + column) % 5 === 2;
		sheet.fill(rectangle(left - 7, 168, 84, 140), mix(color, ink.cream, 0.45));
		sheet.fill(rectangle(left, 176, 70, 130), lit ? ink.cream : ink.night);
		if (lit) sheet.halo(ellipse(left + 35, 240, 130), ink.cream, [left + 35, 240], 115, 0.36);
		const shutter = mix(index % 2 ? ink.pine : ink.umber, ink.black, 0.15);
		for (const side of lit ? [left - 32, left + 70] : [left, left + 37]) {
			sheet.fill(rectangle(side, 176, 32, 130), shutter);
			for (const slat of range(9))
				sheet.fill(rectangle(side + 5, 186 + slat * 13, 22, 4), ink.black, { opacity: 0.45 });
		}
		sheet.fill(rectangle(left - 12, 306, 94, 10), mix(color, ink.cream, 0.5));
	}
	sheet.fill(rectangle(x, 366, BAY, 12), mix(color, ink.cream, 0.4));
	sheet.fill(rectangle(x, 378, BAY, 16), ink.umber, { opacity: 0.35 });
}

function drawStreet(sheet: Sheet): void {
	sheet.fill(rectangle(0, BASE, 1600, 20), ink.mist);
	const street = rectangle(0, BASE + 20, 1600, 142);
	sheet.fill(street, sheet.linear([0, BASE], [0, 1000], [0, ink.slate], [1, ink.night]));
	// wet stone gives back the light of the arches
	for (const index of range(FACADES.length)) {
		const x = index * BAY + BAY / 2;
		const glow = polygon([x - 96, BASE + 20], [x + 96, BASE + 20], [x + 70, 1000], [x - 70, 1000]);
		sheet.fill(
			glow,
			sheet.linear([0, BASE + 20], [0, 1000], [0, ink.ochre, 0.75], [1, ink.terracotta, 0.1]),
			{ blur: 7 }
		);
	}
	for (const step of range(26)) {
		const [x, y] = [sheet.random() * 1600, BASE + 34 + step * 4.6];
		sheet.fill(rectangle(x, y, 60 + sheet.random() * 130, 2.5), ink.mist, { opacity: 0.35 });
	}
}

function drawArch(sheet: Sheet, index: number): void {
	const [x, width] = [index * BAY + 38, BAY - 76];
	const color = FACADES[index] ?? ink.ochre;
	const opening = archway(x, CROWN, width, BASE);
	sheet.fill(archway(x - 16, CROWN - 16, width + 32, BASE), mix(color, ink.cream, 0.5));
	sheet.fill(
		opening,
		sheet.radial(
			[x + width / 2, CROWN + 130],
			330,
			[0, ink.cream],
			[0.35, ink.ochre],
			[0.8, ink.terracotta],
			[1, ink.brick]
		)
	);
	sheet.inside(opening, () => {
		// the back wall of the walk, with its own door, and the slope of the vault
		sheet.grain(opening, ink.umber, [x - 40, CROWN], [x + width * 0.55, CROWN + 90], 0.62);
		const door =
			index % 2 ? archway(x + 74, 640, 96, BASE) : rectangle(x + 60, 636, 124, BASE - 636);
		sheet.fill(door, mix(index % 2 ? ink.pine : ink.umber, ink.brick, 0.2));
		if (index % 2 === 0) sheet.fill(rectangle(x + 72, 650, 100, 104), ink.cream, { opacity: 0.8 });
		sheet.fill(
			polygon([x, BASE], [x + width, BASE], [x + width - 30, BASE - 26], [x + 30, BASE - 26]),
			ink.sand
		);
		sheet.fill(rectangle(x + width / 2 - 1.5, CROWN, 3, 92), ink.umber);
		sheet.fill(ellipse(x + width / 2, CROWN + 108, 17, 20), ink.cream);
		sheet.halo(opening, ink.cream, [x + width / 2, CROWN + 108], 120, 0.5);
	});
	for (const side of [index * BAY, index * BAY + BAY]) drawPier(sheet, side);
}

function drawPier(sheet: Sheet, centre: number): void {
	const pier = rectangle(centre - 38, CROWN + 122, 76, BASE - CROWN - 122);
	sheet.fill(
		pier,
		sheet.linear(
			[centre - 38, 0],
			[centre + 38, 0],
			[0, ink.cream],
			[0.45, ink.sand],
			[1, ink.brick]
		)
	);
	sheet.grain(pier, ink.umber, [centre + 60, BASE], [centre - 20, CROWN + 200], 0.6);
	sheet.fill(rectangle(centre - 48, CROWN + 110, 96, 18), ink.cream);
	sheet.fill(rectangle(centre - 48, CROWN + 128, 96, 5), ink.umber, { opacity: 0.5 });
	sheet.fill(rectangle(centre - 46, BASE - 26, 92, 28), ink.sand);
}

/** Somebody in a coat who has just stepped out, and opened an umbrella. */
function drawWalker(sheet: Sheet): void {
	sheet.transformed('translate(1150 930)', () => {
		sheet.fill('M-22 4L-8 60L14 60L26 4Z', ink.night, { opacity: 0.5, blur: 4 });
		sheet.fill('M-16 0L-12 -56L-2 -56L-2 0ZM6 0L4 -56L16 -56L18 0Z', ink.black);
		sheet.fill('M-30 -44Q-26 -130 2 -134Q30 -130 32 -44Z', ink.night);
		sheet.fill(ellipse(2, -150, 15), ink.umber);
		sheet.stroke('M24 -104L30 -196', ink.black, { width: 4, cap: 'round' });
		sheet.fill(
			'M-72 -178Q-60 -256 28 -258Q116 -256 130 -178Q112 -192 96 -178Q78 -194 62 -178Q44 -194 28 -178Q10 -194 -6 -178Q-22 -194 -38 -178Q-56 -192 -72 -178Z',
			ink.terracotta
		);
		sheet.fill(
			'M-72 -178Q-60 -256 28 -258Q-8 -230 -6 -178Q-22 -194 -38 -178Q-56 -192 -72 -178Z',
			ink.brick
		);
		sheet.stroke('M28 -258V-270', ink.black, { width: 4, cap: 'round' });
	});
}

function drawRain(sheet: Sheet): void {
	for (const drop of range(150)) {
		const [x, y] = [drop * 11 + sheet.random() * 60 - 40, sheet.random() * 980 - 40];
		const length = 26 + sheet.random() * 34;
		sheet.stroke(
			`M${x.toFixed(0)} ${y.toFixed(0)}l${(-length * 0.2).toFixed(1)} ${length.toFixed(1)}`,
			ink.cream,
			{ width: 2, opacity: 0.42, cap: 'round' }
		);
	}
}
