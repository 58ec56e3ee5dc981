// The rule for slugs against the addresses of a running site.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Addressed, addressOf, slugFault } from '@portico/contract/addresses.ts';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { Relay } from '../support/relay.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';

const ROWS = 60;
const VALUES: Record<Addressed, (title: string) => object> = {
	articles: (title) => ({
		title,
		summary: 'A summary',
		body: '<p>Text</p>',
		audience: 'public',
		status: 'published',
		published_at: '2001-01-01T00:00:00Z'
	}),
	categories: (name) => ({ name }),
	pages: (title) => ({ title, body: '<p>Text</p>', status: 'published' })
};
const collections = Object.keys(VALUES) as Addressed[]; // the keys above

/** Parts of addresses, including ones that are likely to break them. */
const part = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({ unit: 'grapheme', maxLength: 12 }),
	fc.string({
		unit: fc.constantFrom(...'.~!$&\'()*+,;=:@[]{}|^`"<>_-%\\/?# ', 'a', '🎈', 'e\u0301', '\u202e'),
		maxLength: 8
	}),
	fc.constantFrom(
		'null',
		'true',
		'0',
		'1e3',
		'[slug]',
		'(public)',
		'[...path]',
		'$NOW',
		'__data.json',
		'index.html',
		'a.html__data.json',
		'.',
		'..',
		'...',
		'con',
		'edit'
	)
);
const slug = fc.oneof(
	part,
	fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
	fc.string({ unit: fc.constantFrom('x', '😀'), minLength: 250, maxLength: 260 })
);

const directus = new Directus(installation);
let relay: Relay;
let app: OwnApp;
let guest: Browser;
beforeAll(async () => {
	relay = await Relay.to(installation.directusUrl);
	app = await startApp({ DIRECTUS_URL: relay.url });
	guest = new Browser(app.url);
});
afterAll(async () => {
	await app.stop();
	await relay.close();
	await directus.clear();
});

/** The path that a browser requests for a link to this slug; null where it requests another route. */
function addressFor(collection: Addressed, slug: string): string | null {
	const path = addressOf({ collection, slug });
	// a page without its last slash, data, code
	if (/(\/|__data\.json|__route\.js)$/.test(path)) return null;
	try {
		const parts = collection === 'pages' ? slug.split('/') : [slug];
		const encoded = addressOf({ collection, slug: parts.map(encodeURIComponent).join('/') });
		const { pathname } = new URL(app.url + encoded);
		return decodeURIComponent(pathname) === path ? pathname : null;
	} catch {
		// half a character cannot be sent
		return null;
	}
}

/** Generated slugs with this result of the rule; each once. */
function generated(collection: Addressed, isAllowed: boolean): string[] {
	const found = new Set<string>();
	for (let attempts = 1; found.size < ROWS && attempts < 50; attempts++) {
		for (const text of fc.sample(slug, ROWS)) {
			if ((slugFault(collection, text) === null) === isAllowed) found.add(text);
		}
	}
	return [...found].slice(0, ROWS);
}

describe.each(collections)('slugs of %s', (collection) => {
	test('every slug that the rule accepts shows its row, as a page and as data', async () => {
		const rows = generated(collection, true).map((slug) => {
			const title = randomUUID();
			return { title, slug, values: { ...VALUES[collection](title), slug } };
		});
		expect(rows).toHaveLength(ROWS);
		const made = await directus.send<{ id: number }[]>(
			'POST',
			`/items/${collection}?limit=-1`,
			rows.map(({ values }) => values)
		);
		try {
			const wrong: string[] = [];
			for (const { title, slug } of rows) {
				const address = addressFor(collection, slug);
				const page = address === null ? null : await guest.visit(address);
				const data = address === null ? null : await guest.data(address);
				const shows = [page, data].every((one) => one?.status === 200 && one.body.includes(title));
				// a public article whose text is not found would show the wall
				if (!shows || page?.body.includes('Sign in to read on')) {
					wrong.push(`${JSON.stringify(slug)}: ${page?.status}, ${data?.status}`);
				}
			}
			expect(wrong).toEqual([]);
		} finally {
			const ids = made.map(({ id }) => id);
			await directus.send('DELETE', `/items/${collection}`, ids);
		}
	});

	test('every slug that the rule refuses is a 404 without a request to Directus', async () => {
		const own = collection === 'pages' ? ['api/x', '_app/x', 'robots.txt/x', 'auth'] : [];
		const slugs = [...own, ...generated(collection, false)];
		const addresses = slugs.map((slug) => addressFor(collection, slug));
		const wrong: string[] = [];
		for (const address of addresses.filter((one) => one !== null)) {
			const before = relay.requests.length;
			const { status } = await guest.visit(address);
			const requests = relay.requests.slice(before).map(({ path }) => path);
			const about = requests.filter((path) =>
				/^\/(items\/(?!site|navigation)|portico\/)/.test(path)
			);
			if (status !== 404 || about.some((path) => !path.startsWith('/portico/permissions'))) {
				wrong.push(`${address}: ${status} ${about.join()}`);
			}
		}
		expect(addresses.some((one) => one !== null)).toBe(true);
		expect(wrong).toEqual([]);
	});
});

test('a missing page requests a redirect from Directus once, and an existing page never', async () => {
	const article = await directus.makeArticle({ audience: 'public' });
	const nothing = `/${randomUUID()}`;
	const before = relay.requests.length;
	await guest.visit(article.path);
	await Promise.all(Array.from({ length: 5 }, () => guest.visit(nothing)));
	const requests = relay.requests.slice(before).filter(({ path }) => path.includes('/redirects'));
	expect(requests.map(({ path }) => path)).toEqual([
		`/portico/redirects?from=${encodeURIComponent(nothing)}`
	]);
});
