import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { drawArcade } from './covers/arcade.ts';
import { drawArch } from './covers/arch.ts';
import { drawBench } from './covers/bench.ts';
import { drawCloister } from './covers/cloister.ts';
import { drawCourtyard } from './covers/courtyard.ts';
import { drawDoors } from './covers/doors.ts';
import { drawGarden } from './covers/garden.ts';
import { drawLetters } from './covers/letters.ts';
import { drawLibrary } from './covers/library.ts';
import { drawMap } from './covers/map.ts';
import { drawMarketHall } from './covers/market-hall.ts';
import { drawPaper } from './covers/paper.ts';
import { drawPorch } from './covers/porch.ts';
import { Sheet } from './covers/sheet.ts';
import { drawStairs } from './covers/stairs.ts';
import { drawStudio } from './covers/studio.ts';
import { drawTown } from './covers/town.ts';
import { fileName } from './file-name.ts';

/** The motif of each article's cover. */
const MOTIFS: Record<string, (sheet: Sheet) => void> = {
	'a-different-street-every-day': drawTown,
	doors: drawDoors,
	'fenêtre-sur-cour': drawCourtyard,
	'held-against-the-light': drawPaper,
	'how-an-arch-stands': drawArch,
	'in-praise-of-the-porch': drawPorch,
	'letters-cut-in-stone': drawLetters,
	'north-light': drawStudio,
	'once-round-the-cloister': drawCloister,
	'rooms-for-reading': drawLibrary,
	'sixty-two-kilometres-of-shelter': drawArcade,
	'the-bench': drawBench,
	'the-walled-garden': drawGarden,
	'two-risers-and-a-tread': drawStairs,
	'under-one-roof': drawMarketHall,
	'what-a-map-leaves-out': drawMap
};

/** Sixteen covers travel with every clone and every first start, so each has to be light. */
const LARGEST_BYTES = 60_000;
const QUALITIES = [75, 70, 65, 60, 55, 50, 45, 40, 35, 30];

/** Draws one cover: the same bytes for the same slug, as long as sharp is the same. */
async function render(slug: string, draw: (sheet: Sheet) => void): Promise<Buffer> {
	const sheet = new Sheet(slug);
	draw(sheet);
	const svg = sharp(Buffer.from(sheet.toString())).removeAlpha().raw();
	const { data, info } = await svg.toBuffer({ resolveWithObject: true });
	for (const quality of QUALITIES) {
		const image = await sharp(data, { raw: info })
			.webp({ quality, effort: 6, smartSubsample: true })
			.toBuffer();
		if (image.length <= LARGEST_BYTES) return image;
	}
	throw new Error(`${slug}: too rich for ${LARGEST_BYTES} bytes; draw fewer grains`);
}

const { positionals } = parseArgs({ allowPositionals: true });
const folder = new URL('./images/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [slug, draw] of Object.entries(MOTIFS)) {
	if (positionals.length > 0 && !positionals.includes(slug)) continue;
	const image = await render(slug, draw);
	const file = new URL(`${fileName(slug)}.webp`, folder);
	await writeFile(file, image);
	console.log(`${fileURLToPath(file)}  ${image.length} bytes`);
}
