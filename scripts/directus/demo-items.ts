import { readFile } from 'node:fs/promises';
import { fileName } from '../../directus/content/file-name.ts';
import type { DemoArticle, DemoNavigationItem, DemoPage } from '../../directus/content/shape.ts';

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const contentFolder = new URL('../../directus/content/', import.meta.url);

/** A row of a collection, on its way in or out. */
export type Item = Record<string, unknown>;

/** Ids that articles refer to, and the time of the installation. */
export interface DemoContext {
	/** Ids of files by the slug of their article. */
	covers: Map<string, string>;
	/** Ids by slug. */
	categories: Map<string, unknown>;
	now: Date;
}

/** The row of an article. */
export async function articleItem(
	{ cover, publishedDaysAgo, category, ...article }: DemoArticle,
	{ covers, categories, now }: DemoContext
): Promise<Item> {
	if (!categories.has(category)) throw new Error(`${article.slug}: no category ${category}`);
	if (publishedDaysAgo <= 0) throw new Error(`${article.slug}: would be published later`);
	return {
		...article,
		status: 'published',
		category: categories.get(category),
		cover: cover ? covers.get(article.slug) : null,
		published_at: new Date(now.getTime() - publishedDaysAgo * DAY_MILLISECONDS).toISOString(),
		body: await text(`articles/${fileName(article.slug)}.html`)
	};
}

/** The row of a page. */
export async function pageItem(page: DemoPage): Promise<Item> {
	return {
		...page,
		status: 'published',
		body: await text(`pages/${fileName(page.slug)}.html`)
	};
}

/** The rows of the links in header and footer, in their order. */
export function navigationItems(items: DemoNavigationItem[]): Item[] {
	return items.map((item, index) => ({ ...item, sort: index + 1 }));
}

function text(file: string): Promise<string> {
	return readFile(new URL(file, contentFolder), 'utf8');
}
