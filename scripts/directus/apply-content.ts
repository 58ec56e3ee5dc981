import demo from '../../directus/content/index.ts';
import type { Administrator } from './administrator.ts';
import { makeCovers } from './demo-covers.ts';
import { articleItem, type Item, navigationItems, pageItem } from './demo-items.ts';
import { demoPeople, personItem } from './demo-people.ts';
import { type Memory, memoryOrEmpty } from './memory.ts';
import type { Report } from './step-report.ts';

/** Options that differ from one installation to the next. */
export interface ContentOptions {
	/** The password of the demo people. */
	demoPassword: string;
	/** The articles were published some days before; now, where not given. */
	now?: Date;
}

/**
 * Fills an empty site with the demo content and the demo people, once. A site that has content of its own is left
 * alone, and so is the content of an earlier run, even if it was edited or deleted. A run that was interrupted is finished by the
 * next: each run adds the missing parts until all exist.
 *
 * @returns the additions that were made
 */
export async function applyContent(
	administrator: Administrator,
	options: ContentOptions,
	report: Report
): Promise<string[]> {
	const memory = await readMemory(administrator);
	if (memory.demo === 'complete' || memory.demo === 'refused') return [];

	if (memory.demo === 'none') {
		const refused = await hasContent(administrator);
		await writeMemory(administrator, { ...memory, demo: refused ? 'refused' : 'begun' });
		if (refused) {
			report('The site has content: the demo content is left out');
			return [];
		}
	}

	const made: string[] = [];
	for await (const piece of fill(administrator, options)) {
		report(piece);
		made.push(piece);
	}
	await writeMemory(administrator, { ...memory, demo: 'complete' });
	return made;
}

/** Creates the missing pieces in the order of their dependencies. */
async function* fill(
	administrator: Administrator,
	{ demoPassword, now = new Date() }: ContentOptions
): AsyncGenerator<string> {
	const items = async (collection: string, key: string, all: Item[]) =>
		counted(await makeMissing(administrator, `/items/${collection}`, key, all), collection);

	yield* counted(await makeSite(administrator), 'site');
	yield* await items('navigation', 'url', navigationItems(demo.navigation));
	const categoryItems = demo.categories.map((category) => ({ ...category }));
	yield* await items('categories', 'slug', categoryItems);

	const covers = await makeCovers(administrator, demo.articles);
	yield* counted(covers.made, 'covers');
	const categories = await idsBy(administrator, '/items/categories', 'slug');
	const articles = demo.articles.map((article) =>
		articleItem(article, { covers: covers.ids, categories, now })
	);
	yield* await items('articles', 'slug', await Promise.all(articles));
	yield* await items('pages', 'slug', await Promise.all(demo.pages.map(pageItem)));

	const people = demoPeople.map((person) => personItem(person, demoPassword));
	yield* counted(await makeMissing(administrator, '/users', 'email', people), 'people');
}

function counted(count: number, what: string): string[] {
	return count > 0 ? [`${count} ${what}`] : [];
}

async function makeSite(administrator: Administrator): Promise<number> {
	// A singleton without a row answers with its default values and no id
	const { id } = await administrator.get<{ id: number | null }>('/items/site');
	if (id) return 0;
	await administrator.send('PATCH', '/items/site', demo.site);
	return 1;
}

/** Makes the items whose key no row has, and counts them. */
async function makeMissing(
	administrator: Administrator,
	path: string,
	key: string,
	items: Item[]
): Promise<number> {
	const present = await idsBy(administrator, path, key);
	const missing = items.filter((item) => !present.has(String(item[key])));
	if (missing.length > 0) await administrator.send('POST', path, missing);
	return missing.length;
}

async function idsBy(administrator: Administrator, path: string, key: string) {
	const rows = await administrator.get<Item[]>(`${path}?fields=id,${key}&limit=-1`);
	return new Map(rows.map((row) => [String(row[key]), row.id]));
}

async function hasContent(administrator: Administrator): Promise<boolean> {
	const rows = await Promise.all(
		['articles', 'categories', 'pages', 'navigation'].map((collection) =>
			administrator.get<Item[]>(`/items/${collection}?fields=id&limit=1`)
		)
	);
	return rows.some((found) => found.length > 0);
}

async function readMemory(administrator: Administrator): Promise<Memory> {
	const settings = await administrator.get<{ portico: Memory | null }>('/settings?fields=portico');
	return memoryOrEmpty(settings.portico);
}

async function writeMemory(administrator: Administrator, memory: Memory): Promise<void> {
	await administrator.send('PATCH', '/settings', { portico: memory });
}
