import { perspective, polygon, range, type Place, type Point } from './geometry.ts';
import { ink, mix } from './palette.ts';
import type { Sheet } from './sheet.ts';

const [LEFT, RIGHT, FLOOR, SPRING, END] = [-2.7, 1.9, -1.7, 1.5, 30];
const MIDDLE = (LEFT + RIGHT) / 2;
const RADIUS = (RIGHT - LEFT) / 2;
const BAY = 2.6;

const seen = perspective([1010, 500], 760);
const shape = (places: Place[]) => polygon(...places.map(seen));

/** A vaulted walk seen along its length; the arches on the left lay the sun on the floor. */
export function drawCloister(sheet: Sheet): void {
	sheet.ground(ink.umber);
	drawVault(sheet);
	drawWall(sheet);
	drawFloor(sheet);
	drawArcade(sheet);
	drawEnd(sheet);
}

function drawVault(sheet: Sheet): void {
	const strips = 48;
	for (const index of range(strips)) {
		const [from, to] = [index / strips, (index + 1.05) / strips];
		// the floor throws its light up to the right side of the vault
		const light = Math.sin(from * Math.PI * 0.9) ** 1.6;
		sheet.fill(
			shape([vault(from, 0.9), vault(to, 0.9), vault(to, END), vault(from, END)]),
			light < 0.5 ? mix(ink.umber, ink.brick, light * 2) : mix(ink.brick, ink.blush, light * 2 - 1)
		);
	}
	for (const rib of range(10)) {
		const depth = 1.2 + rib * BAY;
		const edge = (z: number) => range(31).map((step) => vault(step / 30, z));
		sheet.fill(shape([...edge(depth), ...edge(depth + 0.34).reverse()]), ink.umber, {
			opacity: 0.4
		});
	}
}

function drawWall(sheet: Sheet): void {
	const wall = shape([
		[RIGHT, FLOOR, 0.9],
		[RIGHT, SPRING, 0.9],
		[RIGHT, SPRING, END],
		[RIGHT, FLOOR, END]
	]);
	sheet.fill(
		wall,
		sheet.linear([1600, 0], [1080, 0], [0, ink.brick], [0.7, ink.terracotta], [1, ink.blush])
	);
	sheet.grain(wall, ink.umber, [1600, 700], [1230, 560], 0.75);
}

function drawFloor(sheet: Sheet): void {
	const floor = shape([
		[LEFT, FLOOR, 0.9],
		[RIGHT, FLOOR, 0.9],
		[RIGHT, FLOOR, END],
		[LEFT, FLOOR, END]
	]);
	sheet.fill(floor, sheet.linear([900, 1000], [1010, 560], [0, ink.brick], [1, ink.terracotta]));
	sheet.grain(floor, ink.umber, [1500, 1000], [1150, 620], 0.7);
	sheet.inside(floor, () => {
		for (const index of range(11)) {
			const light = opening(index).map(([, y, z]): Place => {
				const height = y - FLOOR;
				return [LEFT + height * 1.05, FLOOR, Math.max(z - height * 0.28, 0.7)];
			});
			sheet.fill(shape(light), sheet.linear([200, 0], [1250, 0], [0, ink.cream], [1, ink.ochre]), {
				blur: 1.5
			});
		}
	});
}

function drawArcade(sheet: Sheet): void {
	const wall = shape([
		[LEFT, FLOOR, 0.9],
		[LEFT, SPRING, 0.9],
		[LEFT, SPRING, END],
		[LEFT, FLOOR, END]
	]);
	sheet.fill(
		wall,
		sheet.linear([0, 0], [980, 0], [0, ink.umber], [0.7, ink.brick], [1, ink.terracotta])
	);
	sheet.grain(wall, ink.black, [0, 900], [420, 300], 0.6);
	for (const index of range(11)) {
		const inner = opening(index);
		const outer = inner.map(([x, y, z]): Place => [x - 0.55, y, z]);
		// through the thickness of the wall one sees the lit side of each pier
		sheet.fill(shape(inner), sheet.linear([0, 0], [900, 0], [0, ink.terracotta], [1, ink.blush]));
		sheet.inside(shape(inner), () => {
			sheet.fill(
				shape(outer),
				sheet.linear(
					[0, 150],
					[0, 760],
					[0, ink.cream],
					[0.5, ink.ochre],
					[0.72, ink.sage],
					[1, ink.moss]
				)
			);
		});
	}
}

function drawEnd(sheet: Sheet): void {
	const wall = [
		...range(31).map((step) => vault(step / 30, END)),
		[RIGHT, FLOOR, END] as const,
		[LEFT, FLOOR, END] as const
	];
	sheet.fill(shape(wall), ink.sand);
	const centre: Point = seen([MIDDLE, 0, END]);
	sheet.halo(
		polygon([600, 200], [1400, 200], [1400, 800], [600, 800]),
		ink.cream,
		centre,
		190,
		0.5
	);
}

/** A point of the vault: `share` 0 is its left springing, 1 its right one. */
function vault(share: number, z: number): Place {
	const angle = Math.PI * (1 - share);
	return [MIDDLE + RADIUS * Math.cos(angle), SPRING + RADIUS * 0.8 * Math.sin(angle), z];
}

/** The outline of one arch on the inner face of the arcade. */
function opening(index: number): Place[] {
	const [near, far, sill] = [0.4 + index * BAY, 0.4 + index * BAY + BAY * 0.72, FLOOR + 0.35];
	const radius = (far - near) / 2;
	const head = range(21).map((step): Place => {
		const angle = Math.PI * (1 - step / 20);
		const z = (near + far) / 2 + radius * Math.cos(angle);
		return [LEFT, 0.45 + radius * Math.sin(angle), Math.max(z, 0.5)];
	});
	return [[LEFT, sill, Math.max(near, 0.5)], ...head, [LEFT, sill, far]];
}
