import { archway, polygon, polyline, range, rectangle, sector, type Point } from './geometry.ts';
import { ink, mix, type Ink } from './palette.ts';
import { type Sheet, whole } from './sheet.ts';

/** Corner and size of the sheet that is held up. */
const [LEFT, TOP, WIDTH, HEIGHT] = [540, 92, 600, 800] as const;

/** A laid sheet held against the light: lines of the mould, and an arch as its watermark. */
export function drawPaper(sheet: Sheet): void {
	drawRoom(sheet);
	sheet.transformed('rotate(-17 760 560) translate(-190 40)', () =>
		drawLeaf(sheet, ink.moss, 0.55)
	);
	sheet.transformed('rotate(11 900 600) translate(170 30)', () => drawLeaf(sheet, ink.dusk, 0.45));
	sheet.transformed('rotate(-3 840 500)', () => drawHeldSheet(sheet));
}

function drawRoom(sheet: Sheet): void {
	sheet.ground(
		sheet.radial(
			[840, 430],
			980,
			[0, ink.moss],
			[0.55, ink.pine],
			[1, mix(ink.pine, ink.black, 0.6)]
		)
	);
	sheet.halo(whole, ink.ochre, [840, 380], 700, 0.42);
	sheet.grain(whole, ink.black, [0, 1080], [0, 640], 0.6);
}

/** A sheet that nothing shines through: it only keeps the colour of the room. */
function drawLeaf(sheet: Sheet, tone: Ink, share: number): void {
	const outline = deckle(sheet, LEFT, TOP, WIDTH, HEIGHT);
	sheet.fill(outline, ink.black, { opacity: 0.35, blur: 22 });
	sheet.fill(
		outline,
		sheet.linear(
			[LEFT, TOP],
			[LEFT + WIDTH, TOP + HEIGHT],
			[0, mix(ink.cream, tone, share)],
			[1, mix(ink.sand, tone, share + 0.3)]
		)
	);
	sheet.grain(outline, tone, [0, TOP + HEIGHT + 60], [0, TOP + 200], 0.55);
}

function drawHeldSheet(sheet: Sheet): void {
	const outline = deckle(sheet, LEFT, TOP, WIDTH, HEIGHT);
	sheet.fill(outline, ink.black, { opacity: 0.4, blur: 26 });
	sheet.fill(
		outline,
		sheet.radial([830, 380], 640, [0, ink.cream], [0.55, ink.sand], [1, ink.ochre])
	);
	sheet.inside(outline, () => {
		drawMouldLines(sheet);
		drawWatermark(sheet);
		sheet.halo(
			rectangle(LEFT, TOP, WIDTH, HEIGHT),
			ink.terracotta,
			[LEFT + WIDTH, TOP + HEIGHT + 60],
			520,
			0.5
		);
		sheet.halo(
			rectangle(LEFT, TOP, WIDTH, HEIGHT),
			ink.terracotta,
			[LEFT, TOP + HEIGHT + 60],
			360,
			0.42
		);
		// a fold that was pressed flat again
		const middle = TOP + HEIGHT / 2 + 60;
		sheet.fill(
			rectangle(LEFT, middle, WIDTH, 110),
			sheet.linear([0, middle], [0, middle + 110], [0, ink.brick, 0.3], [1, ink.brick, 0])
		);
		sheet.fill(rectangle(LEFT, middle - 3, WIDTH, 3), ink.cream);
	});
}

/** The wires of the mould: laid lines close together across, chain lines far apart down. */
function drawMouldLines(sheet: Sheet): void {
	for (const index of range(100)) {
		const y = TOP + index * 8;
		sheet.stroke(polyline([LEFT - 10, y], [LEFT + WIDTH + 10, y]), ink.terracotta, {
			width: 2,
			opacity: 0.16
		});
	}
	for (const index of range(7)) {
		const x = LEFT + 42 + index * 86;
		sheet.stroke(polyline([x, TOP], [x, TOP + HEIGHT]), ink.cream, { width: 4, opacity: 0.85 });
		sheet.stroke(polyline([x + 5, TOP], [x + 5, TOP + HEIGHT]), ink.terracotta, {
			width: 3,
			opacity: 0.25
		});
	}
}

/** Where the wire lay the paper is thinner, so the mark is bright. */
function drawWatermark(sheet: Sheet): void {
	const line = { width: 8, cap: 'round' } as const;
	const centre: Point = [840, 330];
	sheet.stroke(archway(740, 230, 200, 500), ink.cream, line);
	sheet.stroke(archway(782, 272, 116, 500), ink.cream, line);
	for (const index of range(9)) {
		const angle = 180 + index * 22.5;
		sheet.stroke(sector(centre, [58, 100], [angle, angle + 0.1]), ink.cream, { width: 5 });
	}
	sheet.stroke(polyline([716, 504], [964, 504]), ink.cream, line);
	sheet.stroke(polyline([700, 528], [980, 528]), ink.cream, line);
}

/** The uneven edge of a sheet made by hand. */
function deckle(sheet: Sheet, x: number, y: number, width: number, height: number): string {
	const rough = () => (sheet.random() - 0.5) * 7;
	const steps = 40;
	const side = (from: Point, to: Point): Point[] =>
		range(steps).map((step) => [
			from[0] + ((to[0] - from[0]) * step) / steps + rough(),
			from[1] + ((to[1] - from[1]) * step) / steps + rough()
		]);
	const corners: Point[] = [
		[x, y],
		[x + width, y],
		[x + width, y + height],
		[x, y + height]
	];
	return polygon(
		...corners.flatMap((corner, index) => side(corner, corners[(index + 1) % 4] ?? corner))
	);
}
