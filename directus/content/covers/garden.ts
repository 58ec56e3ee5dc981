import { ellipse, polygon, range, rectangle, type Point } from './geometry.ts';
import { ink, mix } from './palette.ts';
import { type Sheet, whole } from './sheet.ts';

const [LEFT, TOP, SIDE] = [330, 30, 940] as const;
const CENTRE = [LEFT + SIDE / 2, TOP + SIDE / 2] as const;
/** From the middle of the garden to the near and to the far side of a bed. */
const [INNER, OUTER] = [54, 386] as const;
/** How far shadows fall for each unit of height: the sun is low in the upper left. */
const SHADOW = { x: 0.95, y: 0.62 } as const;

/** A walled garden from a bird's height: four beds, a basin, and the long shadows of morning. */
export function drawGarden(sheet: Sheet): void {
	sheet.ground(
		sheet.linear([0, 0], [1600, 1000], [0, mix(ink.ochre, ink.sand, 0.35)], [1, ink.ochre])
	);
	sheet.transformed(`rotate(-11 ${CENTRE[0]} ${CENTRE[1]})`, () => {
		drawField(sheet);
		drawBeds(sheet);
		drawBasin(sheet);
		drawWall(sheet);
		drawTrees(sheet);
	});
	sheet.fill(
		whole,
		sheet.radial([420, 180], 1500, [0, ink.cream, 0.3], [0.45, ink.cream, 0], [1, ink.umber, 0.4])
	);
}

function drawField(sheet: Sheet): void {
	for (const index of range(34)) {
		const y = -420 + index * 56;
		sheet.fill(rectangle(-400, y, 2400, 24), mix(ink.ochre, ink.terracotta, 0.3), {
			opacity: 0.45
		});
	}
	const lane = rectangle(CENTRE[0] - 52, -500, 104, 2000);
	sheet.fill(lane, ink.cream);
	const ground = rectangle(LEFT, TOP, SIDE, SIDE);
	// the shade that the wall throws outward
	sheet.fill(
		polygon(
			[LEFT + SIDE, TOP],
			[LEFT + SIDE + 92, TOP + 60],
			[LEFT + SIDE + 92, TOP + SIDE + 60],
			[LEFT + 92, TOP + SIDE + 60],
			[LEFT, TOP + SIDE]
		),
		ink.umber,
		{ opacity: 0.5, blend: 'multiply' }
	);
	sheet.fill(
		ground,
		sheet.linear([LEFT, TOP], [LEFT + SIDE, TOP + SIDE], [0, ink.cream], [1, ink.sand])
	);
	sheet.grain(
		ground,
		ink.ochre,
		[LEFT + SIDE + 100, TOP + SIDE + 100],
		[CENTRE[0], CENTRE[1]],
		0.5
	);
}

function drawBeds(sheet: Sheet): void {
	const beds = [
		{ right: -1, down: -1, plant: ink.moss },
		{ right: 1, down: -1, plant: ink.sage },
		{ right: -1, down: 1, plant: ink.terracotta },
		{ right: 1, down: 1, plant: ink.pine }
	];
	for (const [index, { right, down, plant }] of beds.entries()) {
		const at = (x: number, y: number): Point => [CENTRE[0] + right * x, CENTRE[1] + down * y];
		// the corner towards the basin is cut off
		const bed = polygon(
			at(INNER, INNER + 120),
			at(INNER + 120, INNER),
			at(OUTER, INNER),
			at(OUTER, OUTER),
			at(INNER, OUTER)
		);
		sheet.fill(bed, mix(ink.umber, ink.brick, 0.5));
		sheet.inside(bed, () => {
			for (const row of range(8)) {
				const start = INNER + 18 + row * 41;
				const strip =
					index % 2
						? polygon(
								at(INNER, start),
								at(OUTER, start),
								at(OUTER, start + 25),
								at(INNER, start + 25)
							)
						: polygon(
								at(start, INNER),
								at(start, OUTER),
								at(start + 25, OUTER),
								at(start + 25, INNER)
							);
				sheet.fill(strip, mix(plant, row % 2 ? ink.ochre : ink.pine, 0.2));
			}
			for (const place of range(64)) {
				const [x, y] = at(INNER + 30 + (place % 8) * 41, INNER + 30 + Math.floor(place / 8) * 41);
				const radius = 8 + sheet.random() * 7;
				sheet.fill(ellipse(x + 6, y + 4, radius), ink.black, { opacity: 0.35 });
				sheet.fill(
					ellipse(x, y, radius),
					mix(plant, sheet.random() > 0.5 ? ink.cream : ink.ochre, sheet.random() * 0.5)
				);
			}
		});
		sheet.stroke(bed, ink.pine, { width: 12 });
	}
}

function drawBasin(sheet: Sheet): void {
	sheet.fill(ellipse(CENTRE[0] + 10, CENTRE[1] + 7, 92), ink.umber, { opacity: 0.4, blur: 3 });
	sheet.fill(ellipse(...CENTRE, 90), ink.cream);
	sheet.fill(
		ellipse(...CENTRE, 70),
		sheet.linear(
			[CENTRE[0] - 60, CENTRE[1] - 60],
			[CENTRE[0] + 60, CENTRE[1] + 60],
			[0, ink.night],
			[0.5, ink.dusk],
			[1, ink.mist]
		)
	);
	for (const radius of [22, 40, 56])
		sheet.stroke(ellipse(CENTRE[0] + 4, CENTRE[1] + 2, radius), ink.cream, {
			width: 2,
			opacity: 0.5
		});
	sheet.fill(ellipse(...CENTRE, 9), ink.ochre);
}

/** The wall, open where the lane comes in, with its shade inside along the top and the left. */
function drawWall(sheet: Sheet): void {
	const [thick, gate] = [26, 60];
	const shade = (path: string) => sheet.fill(path, ink.brick, { opacity: 0.6, blend: 'multiply' });
	shade(polygon([LEFT, TOP], [LEFT + 84, TOP + 55], [LEFT + 84, TOP + SIDE], [LEFT, TOP + SIDE]));
	shade(
		polygon(
			[LEFT, TOP],
			[CENTRE[0] - gate, TOP],
			[CENTRE[0] - gate + 40, TOP + 55],
			[LEFT + 84, TOP + 55]
		)
	);
	shade(
		polygon(
			[CENTRE[0] + gate, TOP],
			[LEFT + SIDE, TOP],
			[LEFT + SIDE, TOP + 55],
			[CENTRE[0] + gate + 84, TOP + 55]
		)
	);
	const run = SIDE / 2 - gate;
	for (const y of [TOP - thick, TOP + SIDE]) {
		for (const x of [LEFT - thick, CENTRE[0] + gate]) drawCoping(sheet, x, y, run + thick, thick);
	}
	for (const x of [LEFT - thick, LEFT + SIDE]) drawCoping(sheet, x, TOP, thick, SIDE);
}

function drawCoping(sheet: Sheet, x: number, y: number, width: number, height: number): void {
	sheet.fill(rectangle(x, y, width, height), ink.terracotta);
	sheet.fill(
		rectangle(x, y, width, height),
		sheet.linear([x, y], [x + width, y + height], [0, ink.blush, 0.35], [1, ink.brick, 0.9])
	);
	const long = Math.max(width, height);
	for (const index of range(Math.floor(long / 28))) {
		const line =
			width > height
				? rectangle(x + index * 28, y, 2, height)
				: rectangle(x, y + index * 28, width, 2);
		sheet.fill(line, ink.brick, { opacity: 0.6 });
	}
}

/** Round crowns along the lane and in the corners, each with its shadow laid down beside it. */
function drawTrees(sheet: Sheet): void {
	const trees = [
		[-395, -395, 52],
		[395, -395, 46],
		[-395, 395, 48],
		[395, 395, 58],
		[-150, -640, 74],
		[150, -640, 66],
		[-150, -820, 70],
		[-660, -250, 84],
		[-700, 60, 66],
		[-640, 330, 78],
		[660, -330, 70],
		[690, 20, 88],
		[640, 340, 64],
		[-170, 640, 72],
		[160, 660, 80]
	] as const;
	for (const [right, down, radius] of trees) {
		const [x, y] = [CENTRE[0] + right, CENTRE[1] + down];
		const length = radius * 1.9;
		const [dx, dy] = [SHADOW.x * length, SHADOW.y * length];
		sheet.stroke(`M${x} ${y}l${dx} ${dy}`, ink.umber, {
			width: radius * 1.8,
			opacity: 0.5,
			cap: 'round'
		});
		const crown = ellipse(x, y, radius);
		sheet.fill(crown, ink.pine);
		sheet.halo(crown, ink.moss, [x - radius * 0.4, y - radius * 0.4], radius * 1.3, 0.7);
		sheet.halo(crown, ink.ochre, [x - radius * 0.6, y - radius * 0.55], radius * 0.8, 0.55);
	}
}
