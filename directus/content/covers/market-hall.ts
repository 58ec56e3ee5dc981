import { ellipse, perspective, polygon, polyline, range, type Place } from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import type { Sheet } from './sheet.ts';

const [SIDE, FLOOR, SPRING, RISE, NEAR, END] = [5.2, -1.7, 2.3, 3.1, 2.4, 34];
const BAY = 3.2;
const BAYS = 7;

const seen = perspective([800, 585], 640);
const shape = (...places: Place[]) => polygon(...places.map(seen));

const AWNINGS: readonly Ink[] = [
	ink.terracotta,
	ink.pine,
	ink.ochre,
	ink.slate,
	ink.brick,
	ink.moss
];

/** A hall of iron and glass, seen down its middle aisle, with the stalls open on both sides. */
export function drawMarketHall(sheet: Sheet): void {
	drawGlass(sheet);
	drawFloor(sheet);
	for (const bay of range(BAYS).reverse()) {
		drawStalls(sheet, bay);
		drawFrame(sheet, bay);
	}
}

function drawGlass(sheet: Sheet): void {
	sheet.ground(sheet.linear([0, 0], [0, 700], [0, ink.mist], [0.8, ink.cream], [1, ink.sand]));
	const strips = 18;
	for (const index of range(strips)) {
		const [from, to] = [index / strips, (index + 1.05) / strips];
		const glow = Math.sin(from * Math.PI) ** 2;
		const color = mix(mix(ink.sage, ink.dusk, 0.45), ink.cream, 0.25 + glow * 0.7);
		sheet.fill(shape(roof(from, NEAR), roof(to, NEAR), roof(to, END), roof(from, END)), color);
	}
	for (const index of range(strips + 1)) {
		const share = index / strips;
		sheet.stroke(polyline(seen(roof(share, NEAR)), seen(roof(share, END))), ink.pine, {
			width: 1.6,
			opacity: 0.4
		});
	}
	for (const side of [-1, 1]) {
		const wall = shape(
			[side * SIDE, FLOOR, NEAR],
			[side * SIDE, SPRING, NEAR],
			[side * SIDE, SPRING, END],
			[side * SIDE, FLOOR, END]
		);
		sheet.fill(
			wall,
			sheet.linear([800 + side * 800, 0], [800, 0], [0, ink.pine], [0.7, ink.sage], [1, ink.sand])
		);
		sheet.grain(wall, ink.black, [800 + side * 900, 700], [800 + side * 420, 600], 0.55);
	}
	const end = [
		...range(31).map((step) => roof(step / 30, END)),
		[SIDE, FLOOR, END],
		[-SIDE, FLOOR, END]
	] as Place[];
	sheet.fill(shape(...end), ink.cream);
	sheet.halo(ellipse(800, 560, 330), ink.cream, [800, 560], 300, 0.55);
}

function drawFloor(sheet: Sheet): void {
	const floor = shape(
		[-SIDE, FLOOR, 1.6],
		[SIDE, FLOOR, 1.6],
		[SIDE, FLOOR, END],
		[-SIDE, FLOOR, END]
	);
	sheet.fill(
		floor,
		sheet.linear([0, 1000], [0, 600], [0, ink.ochre], [0.6, ink.sand], [1, ink.cream])
	);
	for (const bay of range(14)) {
		const near = 1.6 + bay * 1.6;
		sheet.fill(
			shape(
				[-SIDE, FLOOR, near],
				[SIDE, FLOOR, near],
				[SIDE, FLOOR, near + 0.5],
				[-SIDE, FLOOR, near + 0.5]
			),
			ink.terracotta,
			{ opacity: 0.2 }
		);
	}
	sheet.grain(floor, ink.brick, [800, 1060], [800, 840], 0.55);
}

/** One stall on either side: a striped awning over crates of fruit. */
function drawStalls(sheet: Sheet, bay: number): void {
	const [near, far] = [NEAR + 0.9 + bay * BAY, NEAR + 0.9 + bay * BAY + BAY * 0.78];
	for (const side of [-1, 1]) {
		const color = AWNINGS[(bay * 2 + (side > 0 ? 3 : 0)) % AWNINGS.length] ?? ink.terracotta;
		const [front, back] = [side * 2.3, side * SIDE];
		sheet.fill(
			shape([back, FLOOR, near], [back, 0.35, near], [back, 0.35, far], [back, FLOOR, far]),
			ink.umber
		);
		const counter = shape(
			[front + side * 0.35, FLOOR, near],
			[front + side * 0.35, -0.9, near],
			[front + side * 0.35, -0.9, far],
			[front + side * 0.35, FLOOR, far]
		);
		sheet.fill(counter, ink.brick);
		sheet.fill(
			shape(
				[front + side * 0.35, FLOOR, near],
				[front + side * 0.35, -0.9, near],
				[back, -0.9, near],
				[back, FLOOR, near]
			),
			ink.umber
		);
		sheet.fill(
			shape(
				[front + side * 0.35, -0.9, near],
				[front + side * 0.35, -0.9, far],
				[back, -0.75, far],
				[back, -0.75, near]
			),
			ink.sand
		);
		drawFruit(sheet, bay, side, near, far);
		drawAwning(sheet, color, side, near, far);
	}
}

/** A striped cloth that hangs along the aisle and around the near end of the stall. */
function drawAwning(sheet: Sheet, color: Ink, side: number, near: number, far: number): void {
	const [front, back] = [side * 2.2, side * SIDE];
	const stripes = 6;
	for (const index of range(stripes)) {
		const [from, to] = [index / stripes, (index + 1) / stripes];
		const [start, stop] = [near + (far - near) * from, near + (far - near) * to];
		const cloth = index % 2 ? ink.cream : color;
		sheet.fill(
			shape([front, 0.7, start], [front, 0.7, stop], [front, 0.2, stop], [front, 0.2, start]),
			cloth
		);
		const [inner, outer] = [front + (back - front) * from, front + (back - front) * to];
		sheet.fill(
			shape(
				[inner, 0.7 + from * 0.5, near],
				[outer, 0.7 + to * 0.5, near],
				[outer, 0.2, near],
				[inner, 0.2, near]
			),
			mix(index % 2 ? color : ink.cream, ink.umber, 0.22)
		);
	}
}

function drawFruit(sheet: Sheet, bay: number, side: number, near: number, far: number): void {
	const fruit = [ink.ochre, ink.terracotta, ink.moss, ink.brick, ink.cream];
	for (const row of range(3)) {
		for (const place of range(9)) {
			const z = near + ((far - near) * (place + 0.5)) / 9;
			const [x, y] = seen([side * (2.85 + row * 0.42), -0.82 + row * 0.05, z]);
			const color = fruit[(Math.floor(place / 3) + row + bay) % fruit.length] ?? ink.ochre;
			sheet.fill(ellipse(x, y, 84 / z), color);
		}
	}
}

/** One iron arch with its two columns. */
function drawFrame(sheet: Sheet, bay: number): void {
	const depth = NEAR + 0.6 + bay * BAY;
	const haze = bay / BAYS;
	const iron = mix(ink.pine, ink.mist, haze * 0.75);
	const width = 118 / depth;
	const arc = (lift: number) => range(41).map((step) => seen(roof(step / 40, depth, lift)));
	sheet.stroke(polyline(...arc(0)), iron, { width });
	sheet.stroke(polyline(...arc(-0.55)), iron, { width: width * 0.5 });
	for (const index of range(16)) {
		const [from, to] = [index / 16, (index + 0.5) / 16];
		sheet.stroke(
			polyline(
				seen(roof(from, depth)),
				seen(roof(to, depth, -0.55)),
				seen(roof((index + 1) / 16, depth))
			),
			iron,
			{
				width: width * 0.26
			}
		);
	}
	for (const side of [-1, 1]) {
		const column = polyline(seen([side * SIDE, SPRING, depth]), seen([side * SIDE, FLOOR, depth]));
		sheet.stroke(column, iron, { width: width * 1.4 });
		const [x, y] = seen([side * SIDE, SPRING, depth]);
		sheet.fill(
			polygon(
				[x - width * 1.5, y],
				[x + width * 1.5, y],
				[x + width * 0.7, y + width * 2],
				[x - width * 0.7, y + width * 2]
			),
			iron
		);
	}
}

function roof(share: number, z: number, lift = 0): Place {
	const angle = Math.PI * (1 - share);
	return [(SIDE + lift) * Math.cos(angle), SPRING + (RISE + lift) * Math.sin(angle), z];
}
