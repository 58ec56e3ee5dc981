// Whatever editors write: every public page is rendered, and comes to life in the browser.
import fc from 'fast-check';
import { expect, instrumentedTest as test } from './journey.ts';

const ROUNDS = 6;
const ARTICLES_A_ROUND = 3;

/** Characters that have broken pages, forms or lists somewhere. */
const awkward = [
	'',
	' ',
	'\u200b',
	'\u202eabc',
	'\u00ad',
	'a\u0301'.repeat(40),
	'x'.repeat(255),
	'🏳️‍🌈'.repeat(30),
	'</title><script>alert(1)</script>',
	'-->',
	']]>',
	'{{ title }}',
	'${title}',
	'%s %00 %',
	'"\'`<>&',
	'__proto__',
	'null',
	'\r\n\t',
	'\u2028\u2029',
	'الف لیلہ',
	'漢字'.repeat(60)
];
const short = fc.oneof(
	fc.constantFrom(...awkward),
	fc.string({ unit: 'grapheme', maxLength: 80 }),
	fc.string({ unit: 'binary', maxLength: 40 })
);
const long = fc.oneof(
	short,
	fc.string({ unit: 'grapheme', minLength: 500, maxLength: 3000 }),
	fc.constantFrom('word '.repeat(5000), 'x'.repeat(20_000), '<'.repeat(5000))
);
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const html = fc
	.array(
		fc.oneof(
			long,
			fc.constantFrom(
				'<p>',
				'</p>',
				'<div>',
				'<h2 id="a">',
				'</h2>',
				'<table><tr><td>',
				'<ul><li>',
				'</ul>',
				'<pre>',
				'<a href="#a">',
				'<a href="javascript:1">',
				'<img alt="x">',
				'<img>',
				'<!-- x',
				'<script>1</script>',
				'<svg><style>',
				'<math><mi>',
				'<template>',
				'<xml><o:p>',
				'<iframe src="x">',
				'<p dir="rtl" lang="fa">',
				'<svelte-css-wrapper>',
				'<p style="color: red">',
				'<button>',
				'<form action="/logout">'
			)
		),
		{ maxLength: 12 }
	)
	.map((parts) => parts.join(''));
const date = fc.constantFrom(
	'2001-01-01T00:00:00Z',
	'1969-12-31T23:59:59Z',
	'0099-01-01T00:00:00Z',
	'2020-02-29T12:00:00.123Z'
);
const json = fc.oneof(fc.array(short, { maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }));
const status = fc.oneof({ weight: 4, arbitrary: fc.constant('published') }, short);
const address = fc.oneof(
	fc.constantFrom('/', '/articles', '/about', '/nowhere', '/%', '/a?b=c#d', '/…'),
	fc.webPath().map((path) => path || '/')
);

const article = fc.record({
	title: long,
	author: orNull(short),
	summary: orNull(long),
	body: orNull(html),
	status,
	audience: fc.oneof(fc.constantFrom('public', 'members', 'premium'), short),
	published_at: orNull(date),
	tags: orNull(json)
});
const category = fc.record({ name: short, description: orNull(long) });
const sitePage = fc.record({ title: long, summary: orNull(long), body: orNull(html), status });
const link = fc.record({
	label: short,
	url: address,
	place: fc.oneof(fc.constantFrom('header', 'footer'), short),
	sort: orNull(fc.integer({ min: -5, max: 5 }))
});
const site = fc.record({
	name: short,
	tagline: orNull(short),
	description: orNull(long),
	footer: orNull(long)
});

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>';

test(
	'whatever an editor writes, every page is rendered, and comes to life @scripts @chromium',
	{
		lock: '-exclusive-'
	},
	async ({ directus, page }) => {
		test.setTimeout(600_000);
		const seed = Math.trunc(Math.random() * 2 ** 31);
		console.log(`seed ${seed}, ${ROUNDS} rounds of ${ARTICLES_A_ROUND} articles`);
		const wrong: string[] = [];
		page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
		page.on('console', (message) => {
			if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
				wrong.push(`${page.url()}: ${message.text()}`);
		});
		const cover = await directus.makeFile(Buffer.from(PICTURE), 'image/svg+xml', 'public');
		const before = await directus.send<object>(
			'GET',
			'/items/site?fields=name,tagline,description,footer'
		);
		const made: string[] = [];
		/** What Directus refuses with a reason, an editor is told. */
		const make = async (path: string, values: object) => {
			try {
				const row = await directus.send<{ id: number; slug?: string }>('POST', path, values);
				made.push(`${path}/${row.id}`);
				return row;
			} catch (error) {
				if (/: 5\d\d /.test(String(error))) wrong.push(String(error).slice(0, 500));
				return null;
			}
		};
		const visit = async (path: string) => {
			// what comes to life after that has nothing left to load
			const response = await page.goto(path, { waitUntil: 'networkidle' });
			const status = response?.status() ?? 0;
			if (status >= 500) wrong.push(`${path}: ${status}`);
		};

		try {
			const sampled = fc.sample(
				fc.tuple(
					fc.array(article, { minLength: ARTICLES_A_ROUND, maxLength: ARTICLES_A_ROUND }),
					category,
					sitePage,
					fc.array(link, { maxLength: 3 }),
					site
				),
				{ seed, numRuns: ROUNDS }
			);
			for (const [round, [articles, kind, standing, links, words]] of sampled.entries()) {
				const name = `any-${seed}-${round}`;
				const itsCategory = await make('/items/categories', { ...kind, slug: name });
				const rows = [];
				for (const [index, values] of articles.entries()) {
					const row = await make('/items/articles', {
						...values,
						slug: `${name}-${index}`,
						category: itsCategory?.id ?? null,
						cover: index === 0 ? cover : null
					});
					if (row) rows.push(row);
				}
				// two rows that are the same but for their id
				for (const one of [...links, ...links.slice(0, 1)]) await make('/items/navigation', one);
				await make('/items/pages', { ...standing, slug: name });
				await directus.send('PATCH', '/items/site', words).catch((error: unknown) => {
					if (/: 5\d\d /.test(String(error))) wrong.push(String(error).slice(0, 500));
				});

				for (const path of ['/', '/articles', `/categories/${name}`, `/${name}`]) await visit(path);
				for (const index of rows.keys()) await visit(`/articles/${name}-${index}`);
				expect(
					wrong,
					`seed ${seed}, round ${round}: ${JSON.stringify(sampled[round]).slice(0, 3000)}`
				).toEqual([]);
			}
		} finally {
			for (const path of made.reverse()) await directus.send('DELETE', path);
			await directus.send('PATCH', '/items/site', before);
		}
	}
);
