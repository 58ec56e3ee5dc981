import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import {
	callDirectus,
	asAdministrator,
	makeArticle,
	makeCategory,
	makeItem,
	makePerson,
	signIn
} from '../support/directus-api.ts';

interface Row {
	id: number;
	from: string;
	to: string;
}

const REFUSED = { status: 400, code: 'INVALID_PAYLOAD' };

let token: string;
beforeAll(async () => {
	token = (await signIn(await makePerson({ role: editor.id }))).data.access_token;
});

/** Sends a request of the editor, as Studio does. */
function edit(method: string, path: string, body: unknown) {
	return callDirectus<Row>(path, { method, body, token });
}

/** Makes a redirect as the editor. */
async function make(from: string, to: string): Promise<Row> {
	return makeItem('redirects', { from, to });
}

/** The target that Directus returns to the app for this path. */
async function destination(from: string): Promise<string | null> {
	const { data } = await callDirectus<{ to: string } | null>(
		`/portico/redirects?from=${encodeURIComponent(from)}`
	);
	return data && data.to;
}

/** The redirects that lead from or to one of these paths, `from → to`. */
async function rows(...paths: string[]): Promise<string[]> {
	const filter = { _or: [{ from: { _in: paths } }, { to: { _in: paths } }] };
	const query = new URLSearchParams({ filter: JSON.stringify(filter), sort: 'from' });
	const found = await asAdministrator<Row[]>(`/items/redirects?${query.toString()}`);
	return found.map(({ from, to }) => `${from} → ${to}`);
}

async function rename(collection: string, id: number, slug: string, values: object = {}) {
	const answer = await edit('PATCH', `/items/${collection}/${id}`, { slug, ...values });
	expect(answer.status).toBe(200);
}

function makePage(values: object = {}): Promise<{ id: number; slug: string }> {
	return makeItem('pages', { title: 'A page', slug: randomUUID(), status: 'published', ...values });
}

/** The error message of a response that Studio shows to an editor. */
function words({ body }: { body: unknown }): string | undefined {
	return (body as { errors?: { message: string }[] }).errors?.[0]?.message;
}

describe('a changed slug leaves a redirect', () => {
	test('for an article, a category and a page', async () => {
		const [article, category, page] = await Promise.all([
			makeArticle({}),
			makeCategory(),
			makePage({ slug: `about/${randomUUID()}` })
		]);
		for (const [collection, { id, slug }, prefix] of [
			['articles', article, '/articles/'],
			['categories', category, '/categories/'],
			['pages', page, '/']
		] as const) {
			const next = `größe-${randomUUID()}`;
			await rename(collection, id, next);
			expect(await rows(prefix + slug)).toEqual([`${prefix}${slug} → ${prefix}${next}`]);
			expect(await destination(prefix + slug)).toBe(prefix + next);
			expect(await destination(prefix + next)).toBe(null);
		}
	});

	test('and redirects to the old address then lead to the new one', async () => {
		const { id, slug } = await makePage();
		const byHand = `/${randomUUID()}`;
		await make(byHand, `/${slug}`);
		const [second, third] = [randomUUID(), randomUUID()];
		await rename('pages', id, second);
		await rename('pages', id, third);
		expect(await rows(`/${slug}`, `/${second}`, `/${third}`)).toEqual(
			[byHand, `/${slug}`, `/${second}`].sort().map((from) => `${from} → /${third}`)
		);
	});

	test('that is reversed when the page moves back, and never part of a circle', async () => {
		const { id, slug } = await makePage();
		const second = randomUUID();
		await rename('pages', id, second);
		await rename('pages', id, slug);
		expect(await rows(`/${slug}`, `/${second}`)).toEqual([`/${second} → /${slug}`]);
		expect(await destination(`/${second}`)).toBe(`/${slug}`);
		await rename('pages', id, second);
		expect(await rows(`/${slug}`, `/${second}`)).toEqual([`/${slug} → /${second}`]);
	});

	test('after a change of several rows', async () => {
		const [one, other] = await Promise.all([makePage(), makePage()]);
		const [first, second] = [randomUUID(), randomUUID()];
		const answer = await edit('PATCH', '/items/pages', [
			{ id: one.id, slug: first },
			{ id: other.id, slug: second }
		]);
		expect(answer.status).toBe(200);
		expect(await rows(`/${one.slug}`)).toEqual([`/${one.slug} → /${first}`]);
		expect(await rows(`/${other.slug}`)).toEqual([`/${other.slug} → /${second}`]);
	});

	test('after a change by a flow, which Directus does not log', async () => {
		const { id, slug } = await makePage();
		const next = randomUUID();
		const flow = await makeItem<{ id: string }>('directus_flows', {
			name: 'A flow that moves a page',
			status: 'active',
			trigger: 'webhook',
			accountability: null,
			options: { method: 'POST' }
		});
		const operation = await makeItem<{ id: string }>('directus_operations', {
			flow: flow.id,
			key: 'move',
			type: 'item-update',
			position_x: 1,
			position_y: 1,
			options: {
				collection: 'pages',
				key: [id],
				payload: { slug: next },
				permissions: '$full',
				emitEvents: true
			}
		});
		await asAdministrator(`/flows/${flow.id}`, {
			method: 'PATCH',
			body: { operation: operation.id }
		});
		expect((await callDirectus(`/flows/trigger/${flow.id}`, { body: {} })).status).toBe(200);
		await expect.poll(() => rows(`/${slug}`)).toEqual([`/${slug} → /${next}`]);
	});

	test('only after a real change: not where Directus refused it, nor where the slug stays the same', async () => {
		const [one, other] = await Promise.all([makePage(), makePage()]);
		expect((await edit('PATCH', `/items/pages/${one.id}`, { slug: other.slug })).status).toBe(400);
		await rename('pages', one.id, one.slug, { title: 'Another' });
		const both = [
			{ id: one.id, slug: randomUUID() },
			{ id: other.id, slug: '..' }
		];
		expect(await edit('PATCH', '/items/pages', both)).toMatchObject(REFUSED);
		await edit('PATCH', `/items/pages/${one.id}`, { title: 'A third' });
		expect(await rows(`/${one.slug}`, `/${other.slug}`)).toEqual([]);
	});
});

describe('redirects reveal no drafts:', () => {
	test('a draft that moves leaves no redirect', async () => {
		const { id, slug } = await makeArticle({ status: 'draft' });
		await rename('articles', id, randomUUID(), { status: 'published' });
		expect(await rows(`/articles/${slug}`)).toEqual([]);
	});

	test('D45 an article that was published once leaves a redirect, which leads nowhere until it is published again', async () => {
		const { id, slug } = await makeArticle({});
		await edit('PATCH', `/items/articles/${id}`, { status: 'draft' });
		const next = randomUUID();
		await rename('articles', id, next);
		expect(await rows(`/articles/${slug}`)).toEqual([`/articles/${slug} → /articles/${next}`]);
		expect(await destination(`/articles/${slug}`)).toBe(null);
		for (const values of [
			{ status: 'archived' },
			{ status: 'published', published_at: '2999-01-01' }
		]) {
			await edit('PATCH', `/items/articles/${id}`, values);
			expect(await destination(`/articles/${slug}`)).toBe(null);
		}
		await edit('PATCH', `/items/articles/${id}`, { published_at: '2020-01-01' });
		expect(await destination(`/articles/${slug}`)).toBe(`/articles/${next}`);
	});

	test('D45 guests cannot read redirects', async () => {
		expect(await callDirectus('/items/redirects')).toMatchObject({ status: 403 });
		expect(await callDirectus('/portico/redirects?from=/x', { outside: true })).toMatchObject({
			status: 403
		});
	});
});

describe('redirects made by editors:', () => {
	test('an editor creates, changes and deletes one', async () => {
		const { slug } = await makePage();
		const from = `/${randomUUID()}`;
		const { status, data } = await edit('POST', '/items/redirects', { from, to: '/articles' });
		expect(status).toBe(200);
		expect(await destination(from)).toBe('/articles');
		const path = `/items/redirects/${data.id}`;
		expect((await edit('PATCH', path, { to: `/${slug}` })).status).toBe(200);
		expect(await destination(from)).toBe(`/${slug}`);
		expect((await edit('DELETE', path, undefined)).status).toBe(204);
		expect(await destination(from)).toBe(null);
	});

	test('paths are stored decoded', async () => {
		const id = randomUUID();
		const { from, to } = await make(`/alt/gr%C3%B6%C3%9Fe-${id}/`, ' /articles/ ');
		expect([from, to]).toEqual([`/alt/größe-${id}`, '/articles']);
		expect(await destination(`/alt/größe-${id}`)).toBe('/articles');
	});

	test.each([
		['articles/x', '/articles', 'it begins with one /'],
		['https://example.com/x', '/articles', 'it begins with one /'],
		['//example.com', '/articles', 'two of them in a row'],
		['/old?p=1', '/articles', 'no spaces, no \\? or #|means something else'],
		['/old%2Fer', '/articles', 'means something else'],
		['/old%', '/articles', 'encodes nothing'],
		['/a/../b', '/articles', 'browsers take out'],
		['/', '/articles', 'is empty'],
		['/signin', '/articles', 'something of its own'],
		['/old', '//example.com', 'two of them in a row'],
		['/old', '/\\example.com', 'means something else'],
		['/old', 'javascript:alert(1)', 'it begins with one /'],
		['/old', '/assets/../x', 'something of its own|browsers take out'],
		['/old', '/old', 'lead to itself']
	])('one from %s to %s is refused', async (from, to, reason) => {
		const answer = await edit('POST', '/items/redirects', { from, to });
		expect(answer.status).toBe(400);
		expect(words(answer)).toMatch(new RegExp(reason));
	});

	test('chains, circles and redirects without effect are refused', async () => {
		const [a, b, c] = [`/${randomUUID()}`, `/${randomUUID()}`, `/${randomUUID()}`];
		const { slug } = await makePage();
		await make(a, b);
		for (const [from, to, reason] of [
			[b, a, 'go in a circle'],
			[c, a, `leads on to "${b}"`],
			[b, c, `"${a}" leads to "${b}"`],
			[`/${slug}`, c, 'There is a page at'],
			[a, c, 'unique']
		] as const) {
			const answer = await edit('POST', '/items/redirects', { from, to });
			expect(answer.status, `${from} → ${to}`).toBe(400);
			expect(words(answer)).toContain(reason);
		}
		const other = await make(c, '/articles');
		expect(await edit('PATCH', `/items/redirects/${other.id}`, { to: a })).toMatchObject(REFUSED);
		expect(await edit('PATCH', `/items/redirects/${other.id}`, { from: b })).toMatchObject(REFUSED);
		const [x, y] = [`/${randomUUID()}`, `/${randomUUID()}`];
		const many = [
			{ from: x, to: y },
			{ from: y, to: x }
		];
		expect(await edit('POST', '/items/redirects', many)).toMatchObject(REFUSED);
		expect(await rows(x, y)).toEqual([]);
	});

	test('one is kept while a page has its address, and applies again afterwards', async () => {
		const from = `/${randomUUID()}`;
		await make(from, '/articles');
		const { id } = await makePage({ slug: from.slice(1) });
		expect(await destination(from)).toBe(null);
		expect(await rows(from)).toEqual([`${from} → /articles`]);
		await edit('PATCH', `/items/pages/${id}`, { status: 'archived' });
		expect(await destination(from)).toBe('/articles');
	});

	test('a page that moves from such an address replaces the redirect', async () => {
		const from = `/${randomUUID()}`;
		await make(from, '/articles');
		const { id } = await makePage({ slug: from.slice(1) });
		const next = randomUUID();
		await rename('pages', id, next);
		expect(await rows(from)).toEqual([`${from} → /${next}`]);
	});
});

test.each(['', 'from=', 'from=%00', 'from=a&from=b', 'from=/x&to=/y', 'from[_neq]=a'])(
	'the redirects endpoint finds nothing for ?%s',
	async (query) => {
		const { status, data } = await callDirectus(`/portico/redirects?${query}`);
		expect([status, data ?? null]).toEqual([query === 'from=' ? 200 : 400, null]);
	}
);
