import { readdir, readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fileName } from './file-name.ts';
import demo from './index.ts';

const { articles, categories, navigation, pages } = demo;

/** Routes of the app that the texts may link to. */
const APP_ROUTES = ['/articles', '/profile', '/signup'];
const VOID_ELEMENTS = ['br'];

const paths = new Set([
	...APP_ROUTES,
	...articles.map(({ slug }) => `/articles/${slug}`),
	...categories.map(({ slug }) => `/categories/${slug}`),
	...pages.map(({ slug }) => `/${slug}`)
]);

describe.each(articles)(
	'the article $slug',
	({ slug, title, summary, category, tags, cover, author }) => {
		test('is long enough to read and short enough to finish', async () => {
			const words = (await text('articles', slug)).replaceAll(/<[^>]*>/g, ' ').match(/\S+/g) ?? [];
			expect(words.length).toBeGreaterThanOrEqual(350);
			expect(words.length).toBeLessThanOrEqual(900);
		});

		test('has a title, an author, tags and a summary', () => {
			expect(title.trim()).not.toBe('');
			expect(author.trim()).not.toBe('');
			expect(tags.length).toBeGreaterThan(0);
			expect(summary).toMatch(/^.{40,260}[.]$/u);
		});

		test('is filed under a category that exists', () => {
			expect(categories.map((known) => known.slug)).toContain(category);
		});

		test('has a cover of its own that is light and described', async () => {
			const file = new URL(`./images/${fileName(slug)}.webp`, import.meta.url);
			expect(await sharp(await readFile(file)).metadata()).toMatchObject({
				format: 'webp',
				width: 1600,
				height: 1000
			});
			expect((await stat(file)).size).toBeLessThanOrEqual(60_000);
			expect(cover?.title).toBeTruthy();
			expect(cover?.alt.length).toBeGreaterThan(60);
		});
	}
);

test.each([
	...articles.map(({ slug }) => ['articles', slug] as const),
	...pages.map(({ slug }) => ['pages', slug] as const)
])('in %s/%s every element is closed and every link leads somewhere', async (folder, slug) => {
	const html = await text(folder, slug);
	expect(openElements(html)).toEqual([]);
	for (const [, address = ''] of html.matchAll(/href="([^"]*)"/g)) expect(paths).toContain(address);
});

test('no two articles, pages or categories share a slug or a file', () => {
	for (const slugs of [articles, pages, categories].map((all) => all.map(({ slug }) => slug))) {
		expect(new Set(slugs).size).toBe(slugs.length);
		expect(new Set(slugs.map(fileName)).size).toBe(slugs.length);
	}
});

test('every text and every cover belongs to an article or page', async () => {
	const owned = (all: { slug: string }[], ending: string) =>
		all.map(({ slug }) => `${fileName(slug)}.${ending}`).sort();
	expect(await files('articles')).toEqual(owned(articles, 'html'));
	expect(await files('pages')).toEqual(owned(pages, 'html'));
	expect(await files('images')).toEqual(owned(articles, 'webp'));
});

test('the demo has articles for everyone, for members and for premium members', () => {
	const audiences = articles.map(({ audience }) => audience);
	for (const audience of ['public', 'members', 'premium']) expect(audiences).toContain(audience);
	// The newest leads the front page, so a guest must be able to open it
	const newest = articles.toSorted((a, b) => a.publishedDaysAgo - b.publishedDaysAgo)[0];
	expect(newest?.audience).toBe('public');
});

test('every category has articles, and the header links only to existing pages', () => {
	const filed = new Set(articles.map(({ category }) => category));
	expect(categories.map(({ slug }) => slug).filter((slug) => !filed.has(slug))).toEqual([]);
	for (const { url } of navigation) expect(paths).toContain(url);
});

test('one address has characters beyond ASCII, and its files have none', () => {
	const foreign = articles.filter(({ slug }) => !isAscii(slug));
	expect(foreign).not.toEqual([]);
	for (const { slug } of foreign) {
		expect(slug).toBe(slug.normalize('NFC'));
		expect(isAscii(fileName(slug))).toBe(true);
	}
});

function text(folder: 'articles' | 'pages', slug: string): Promise<string> {
	return readFile(new URL(`./${folder}/${fileName(slug)}.html`, import.meta.url), 'utf8');
}

async function files(folder: string): Promise<string[]> {
	return (await readdir(new URL(`./${folder}/`, import.meta.url))).sort();
}

/** The elements that are still open at the end; the wrong one closing counts as open. */
function openElements(html: string): string[] {
	const open: string[] = [];
	for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
		if (VOID_ELEMENTS.includes(name)) continue;
		if (slash && open.at(-1) === name) open.pop();
		else open.push(name);
	}
	return open;
}

function isAscii(value: string): boolean {
	return /^[\u0020-\u007e]*$/.test(value);
}
