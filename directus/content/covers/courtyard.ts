import { ellipse, polygon, polyline, range, rectangle } from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import { type Sheet, whole } from './sheet.ts';

const COLUMNS = 6;
const ROWS = 4;
const [LEFT, TOP, WIDTH, HEIGHT, STEP_X, STEP_Y] = [248, 112, 96, 148, 200, 226] as const;

type Scene = (sheet: Sheet, x: number, y: number) => void;

/** A lit window and what can be seen in it; the place is its column and its row. */
const SCENES: readonly { column: number; row: number; scene: Scene; light: Ink }[] = [
	{ column: 1, row: 0, scene: drawLamp, light: ink.ochre },
	{ column: 4, row: 0, scene: drawCurtain, light: ink.blush },
	{ column: 2, row: 1, scene: drawPlant, light: ink.cream },
	{ column: 5, row: 1, scene: drawShelves, light: ink.ochre },
	{ column: 0, row: 2, scene: drawCurtain, light: ink.ochre },
	{ column: 3, row: 2, scene: drawReader, light: ink.cream },
	{ column: 1, row: 3, scene: drawCat, light: ink.sand },
	{ column: 4, row: 3, scene: drawLamp, light: ink.terracotta }
];

/** The back of a house at blue hour: many windows are dark, and some are small stages. */
export function drawCourtyard(sheet: Sheet): void {
	sheet.ground(sheet.linear([0, 0], [0, 1000], [0, ink.slate], [1, ink.night]));
	sheet.grain(whole, ink.black, [0, 1150], [0, 420], 0.7);
	for (const column of range(COLUMNS)) {
		for (const row of range(ROWS)) drawWindow(sheet, column, row);
	}
	drawPipes(sheet);
	drawWings(sheet);
}

function drawWindow(sheet: Sheet, column: number, row: number): void {
	const [x, y] = [LEFT + column * STEP_X, TOP + row * STEP_Y];
	const lit = SCENES.find((entry) => entry.column === column && entry.row === row);
	const pane = rectangle(x, y, WIDTH, HEIGHT);
	if (lit) {
		sheet.halo(
			ellipse(x + WIDTH / 2, y + HEIGHT / 2, 190),
			lit.light,
			[x + WIDTH / 2, y + HEIGHT / 2],
			175,
			0.34
		);
		sheet.fill(
			pane,
			sheet.linear([0, y], [0, y + HEIGHT], [0, lit.light], [1, mix(lit.light, ink.ochre, 0.55)])
		);
		sheet.inside(pane, () => lit.scene(sheet, x, y));
	} else {
		sheet.fill(
			pane,
			sheet.linear(
				[x, y],
				[x + WIDTH, y + HEIGHT],
				[0, ink.night],
				[0.45, ink.black],
				[1, ink.night]
			)
		);
		sheet.fill(polygon([x, y + 90], [x + 70, y], [x + 96, y], [x, y + 124]), ink.dusk, {
			opacity: 0.28
		});
	}
	const frame = lit ? ink.umber : ink.black;
	sheet.fill(rectangle(x + WIDTH / 2 - 3, y, 6, HEIGHT), frame);
	sheet.fill(rectangle(x, y + 48, WIDTH, 5), frame);
	drawShutters(sheet, x, y, lit !== undefined || sheet.random() > 0.4);
	sheet.fill(rectangle(x - 14, y + HEIGHT, WIDTH + 28, 9), lit ? ink.mist : ink.dusk);
	sheet.fill(rectangle(x - 14, y + HEIGHT + 9, WIDTH + 28, 16), ink.black, { opacity: 0.35 });
}

function drawShutters(sheet: Sheet, x: number, y: number, open: boolean): void {
	const width = WIDTH / 2;
	for (const left of open ? [x - width - 2, x + WIDTH + 2] : [x, x + width]) {
		sheet.fill(rectangle(left, y, width, HEIGHT), mix(ink.pine, ink.slate, 0.3));
		for (const slat of range(13)) {
			sheet.fill(rectangle(left + 6, y + 8 + slat * 10.6, width - 12, 4), ink.black, {
				opacity: 0.4
			});
		}
	}
}

function drawLamp(sheet: Sheet, x: number, y: number): void {
	sheet.fill(
		polygon([x + 14, y + 78], [x + 48, y + 78], [x + 60, y + 112], [x + 2, y + 112]),
		ink.cream
	);
	sheet.fill(rectangle(x + 28, y + 112, 6, 40), ink.umber);
	sheet.halo(rectangle(x, y, WIDTH, HEIGHT), ink.cream, [x + 30, y + 100], 80, 0.5);
}

function drawCurtain(sheet: Sheet, x: number, y: number): void {
	for (const fold of range(4)) {
		const left = x + fold * 10;
		sheet.fill(
			`M${left} ${y}h11q2 80 -${fold * 3} 148h-11Z`,
			fold % 2 ? ink.brick : ink.terracotta
		);
		sheet.fill(
			`M${x + WIDTH - fold * 8} ${y}h-9q2 80 ${fold * 2} 148h9Z`,
			fold % 2 ? ink.brick : ink.terracotta
		);
	}
}

function drawPlant(sheet: Sheet, x: number, y: number): void {
	for (const angle of [-52, -26, 0, 26, 52]) {
		sheet.transformed(`rotate(${angle} ${x + 50} ${y + 118})`, () => {
			sheet.fill(
				`M${x + 50} ${y + 120}q-15 -40 0 -76q15 36 0 76Z`,
				angle % 52 ? ink.moss : ink.pine
			);
		});
	}
	sheet.fill(
		polygon([x + 34, y + 116], [x + 66, y + 116], [x + 61, y + 150], [x + 39, y + 150]),
		ink.terracotta
	);
}

function drawShelves(sheet: Sheet, x: number, y: number): void {
	const spines = [ink.brick, ink.pine, ink.slate, ink.umber, ink.cream];
	for (const shelf of range(3)) {
		let left = x + 4;
		while (left < x + WIDTH - 10) {
			const [width, height] = [5 + sheet.random() * 8, 26 + sheet.random() * 14];
			const color = spines[Math.floor(sheet.random() * spines.length)] ?? ink.brick;
			sheet.fill(rectangle(left, y + 46 + shelf * 50 - height, width - 1, height), color);
			left += width;
		}
		sheet.fill(rectangle(x, y + 46 + shelf * 50, WIDTH, 5), ink.umber);
	}
}

function drawReader(sheet: Sheet, x: number, y: number): void {
	sheet.fill(ellipse(x + 60, y + 74, 16), ink.umber);
	sheet.fill(`M${x + 26} ${y + 150}q4 -58 34 -58q32 0 36 58Z`, ink.dusk);
	sheet.fill(
		polygon([x + 12, y + 112], [x + 42, y + 124], [x + 40, y + 130], [x + 9, y + 118]),
		ink.brick
	);
	sheet.stroke(polyline([x + 62, y + 112], [x + 36, y + 126]), ink.slate, {
		width: 9,
		cap: 'round'
	});
}

function drawCat(sheet: Sheet, x: number, y: number): void {
	sheet.fill(
		`M${x + 40} ${y + 150}q-14 -52 12 -62l-4 -18l12 8h10l11 -8l-2 22q22 18 12 58Z`,
		ink.black
	);
	sheet.stroke(`M${x + 84} ${y + 146}q26 -8 14 -38`, ink.black, { width: 7, cap: 'round' });
}

function drawPipes(sheet: Sheet): void {
	for (const x of [396, 1196]) {
		sheet.fill(rectangle(x - 2, 0, 4, 1000), ink.black, { opacity: 0.6 });
		sheet.fill(rectangle(x + 2, 0, 3, 1000), ink.dusk, { opacity: 0.6 });
	}
}

/** The two side wings of the house, seen at a slant. */
function drawWings(sheet: Sheet): void {
	const left = polygon([0, 0], [150, 0], [150, 1000], [0, 1000]);
	sheet.fill(left, sheet.linear([0, 0], [150, 0], [0, ink.black], [1, ink.night]));
	const right = polygon([1450, 0], [1600, 0], [1600, 1000], [1450, 1000]);
	sheet.fill(right, sheet.linear([1450, 0], [1600, 0], [0, ink.umber], [1, ink.black]));
	sheet.halo(right, ink.terracotta, [1450, 480], 250, 0.45);
	for (const row of range(4)) {
		const y = 96 + row * 232;
		sheet.fill(
			polygon([42, y - 26], [98, y], [98, y + 146], [42, y + 150]),
			row === 1 ? ink.ochre : ink.night
		);
		sheet.fill(
			polygon([1502, y], [1558, y - 26], [1558, y + 150], [1502, y + 146]),
			row === 2 ? ink.sand : ink.black
		);
	}
}
