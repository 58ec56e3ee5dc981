// Generated content, as editors could store it: every public page is rendered by the server and hydrated in Chromium.
import { randomUUID } from 'node:crypto';
import { chromium, type Browser as Chromium, type Page } from '@playwright/test';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureChromium, CHROMIUM_ARGUMENTS } from '../../scripts/testing/browsers/chromium.ts';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import {
	editorsCollections,
	generatedRow,
	type Row,
	type Targets,
	text
} from '../support/generated-rows.ts';
import { installation } from '../support/installation-under-test.ts';
import { png } from '../support/png.ts';

const RUNS = 20;
/** Ends early on a slow machine, and logs that. */
const MAX_MILLISECONDS = 90_000;

type Stored = Row & { id: number; slug: string; status: string; published_at: string | null };

const directus = new Directus(installation);
const guest = new Browser();
const made: string[] = [];
let site: Row;
let covers: string[];
/** A limit for failures: a slow machine does not reach it. */
const STEP_MILLISECONDS = 120_000;

let browser: Chromium;
beforeAll(async () => {
	const executablePath = ensureChromium(console.log);
	browser = await chromium.launch({
		...(executablePath && { executablePath }),
		args: CHROMIUM_ARGUMENTS
	});
	site = await directus.send<Row>('GET', '/items/site');
	covers = await Promise.all(
		[png(1, 1), png(700, 400), Buffer.from('no picture')].map((content) =>
			directus.makeFile(content, 'image/png', 'cover')
		)
	);
});
afterAll(async () => {
	await browser?.close();
	await removeRows();
	if (site) await directus.send('PATCH', '/items/site', site);
	await directus.clear();
});

/** Stores a row as Studio does; null where Directus refuses it. */
async function store(collection: string, values: Row): Promise<Stored | null> {
	try {
		const row = await directus.send<Stored>('POST', `/items/${collection}`, values);
		made.push(`/items/${collection}/${row.id}`);
		return row;
	} catch {
		return null;
	}
}

async function removeRows(): Promise<void> {
	for (let path = made.pop(); path; path = made.pop()) await directus.send('DELETE', path);
}

/** The menu ends with a link of this name, by which one sees that pages are of these rows. */
async function storeLast(): Promise<void> {
	const label = randomUUID();
	await store('navigation', { label, url: '/articles', sort: 2_147_483_647 });
	await expect
		.poll(async () => (await guest.visit('/')).body.includes(label), { timeout: 20_000 })
		.toBe(true);
}

const address = (before: string, slug: string) =>
	before + slug.split('/').map(encodeURIComponent).join('/');
const isPublic = ({ status, published_at }: Stored) =>
	status === 'published' && (!published_at || Date.parse(published_at) <= Date.now());

/** Opens a page in a browser and waits for its hydration. @returns the errors */
async function faultsOf(page: Page, path: string): Promise<string[]> {
	const faults: string[] = [];
	const note = (fault: string) => faults.push(`${path}: ${fault}`);
	page.removeAllListeners();
	const failed = new Promise<void>((resolve) => {
		page.on('pageerror', (error) => {
			note(error.message);
			resolve();
		});
	});
	page.on('console', (message) => {
		const text = message.text();
		if (message.type() === 'error' && !text.startsWith('Failed to load resource')) note(text);
	});
	page.on('response', (response) => {
		if (response.status() >= 500) note(`${response.status()} ${response.url()}`);
	});
	await page.goto(installation.url + path);
	// Kit's router listens once the page is hydrated
	await Promise.race([failed, page.waitForFunction(() => 'isHydrated' in globalThis)]);
	const headings = await page.locator('main h1').count();
	if (headings !== 1) note(`${headings} headings`);
	return faults;
}

async function newPage(): Promise<Page> {
	const page = await browser.newPage();
	page.setDefaultTimeout(STEP_MILLISECONDS);
	await page.addInitScript(() => {
		const listen = window.addEventListener.bind(window);
		window.addEventListener = (
			type: string,
			listener: EventListenerOrEventListenerObject,
			options?: boolean | AddEventListenerOptions
		) => {
			if (type === 'popstate') Object.assign(globalThis, { isHydrated: true });
			listen(type, listener, options);
		};
	});
	return page;
}

describe('every row that Studio can store', () => {
	test('of every collection that editors write is generated', () => {
		const [known, written] = [editorsCollections(), ['articles', 'categories', 'pages']];
		expect(known.sort()).toEqual([...written, 'navigation', 'redirects', 'site'].sort());
	});

	test(
		'renders on the server and in a browser',
		async () => {
			const page = await newPage();
			const started = performance.now();
			const counts = { rows: 0, refused: 0, pages: 0 };
			const keep = <T>(row: T | null): T[] => {
				counts[row ? 'rows' : 'refused']++;
				return row ? [row] : [];
			};
			const rows = (collection: string, most: number, targets?: Targets) =>
				fc.array(generatedRow(collection, targets), { minLength: 1, maxLength: most });

			const property = fc.asyncProperty(
				generatedRow('site'),
				rows('categories', 2),
				rows('articles', 5, { directus_files: covers, categories: [0, 1] }),
				rows('pages', 2),
				rows('navigation', 3),
				rows('redirects', 1),
				text,
				async (words, kinds, texts, pages, links, moves, description) => {
					await directus.send('PATCH', '/files', { keys: covers, data: { description } });
					// field by field: one that is refused must not keep the others out
					for (const [field, value] of Object.entries(words)) {
						await directus
							.send('PATCH', '/items/site', { [field]: value })
							.catch(() => counts.refused++);
					}
					const storeAll = async (collection: string, values: Row[]) => {
						const stored: Stored[] = [];
						for (const row of values) stored.push(...keep(await store(collection, row)));
						return stored;
					};
					const categories = await storeAll('categories', kinds);
					const filed = texts.map((row) => ({
						...row,
						category: categories[Number(row.category)]?.id ?? null
					}));
					const articles = await storeAll('articles', filed);
					const standing = await storeAll('pages', pages);
					// twice the same: no list of the site is keyed by what an editor types
					const menu = await storeAll('navigation', [...links, ...links]);
					const moved = await storeAll('redirects', moves);
					await storeLast();

					const open = [
						'/',
						'/articles',
						...categories.map(({ slug }) => address('/categories/', slug)),
						...articles.filter(isPublic).map(({ slug }) => address('/articles/', slug)),
						...standing
							.filter(({ status }) => status === 'published')
							.map(({ slug }) => address('/', slug))
					];
					for (const path of open) expect((await guest.visit(path)).status, path).toBe(200);
					const others = [...articles.filter((row) => !isPublic(row))]
						.map(({ slug }) => address('/articles/', slug))
						.concat(menu.map(({ url }) => encodeURI(String(url))))
						.concat(moved.map(({ from }) => address('', String(from))));
					for (const path of others)
						expect((await guest.visit(path)).status, path).toBeLessThan(500);
					for (const path of open) expect(await faultsOf(page, path)).toEqual([]);
					counts.pages += open.length;
				}
			);
			let runs = 0;
			const seed = Date.now() % 2 ** 31;
			try {
				await fc.assert(
					property.afterEach(async () => {
						runs++;
						await removeRows();
					}),
					{ seed, numRuns: RUNS, interruptAfterTimeLimit: MAX_MILLISECONDS, endOnFailure: true }
				);
				const seconds = Math.round((performance.now() - started) / 1000);
				console.log(
					`${runs} of ${RUNS} rounds from seed ${seed}: ${counts.rows} rows stored, ` +
						`${counts.refused} refused, ${counts.pages} pages hydrated in ${seconds} s`
				);
				expect(counts.pages).toBeGreaterThan(0);
			} finally {
				await page.close();
			}
		},
		3 * MAX_MILLISECONDS
	);
});
