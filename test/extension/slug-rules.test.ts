import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import {
	administratorToken,
	callDirectus,
	makeArticle,
	makeItem,
	makePerson,
	signIn
} from '../support/directus-api.ts';

const REFUSED = { status: 400, code: 'INVALID_PAYLOAD' };

/** The error message of a response that Studio shows to an editor. */
function words({ body }: { body: unknown }): string | undefined {
	return (body as { errors?: { message: string }[] }).errors?.[0]?.message;
}

describe('a slug without an address is refused', () => {
	test.each([
		['articles', { title: 'A title' }, '..', 'which browsers take out of addresses'],
		['articles', { title: 'A title' }, 'a\\b', 'which means something else in an address'],
		['articles', { title: 'A title' }, '__data.json', 'where the site has its data'],
		['articles', { title: 'A title' }, 'a\u0001b', 'has an invisible control character'],
		['categories', { name: 'A name' }, '.', 'which browsers take out of addresses'],
		['categories', { name: 'A name' }, ' ', 'is empty'],
		['pages', { title: 'A title' }, 'signin', 'where the site has something of its own'],
		['pages', { title: 'A title' }, 'robots.txt/a', 'where the site has something of its own'],
		['pages', { title: 'A title' }, 'a/../b', 'which browsers take out of addresses']
	])('in %s with %j: %j %s', async (collection, values, slug, reason) => {
		const { data } = await signIn(await makePerson({ role: editor.id }));
		const answer = await callDirectus(`/items/${collection}`, {
			body: { ...values, slug },
			token: data.access_token
		});
		expect(answer).toMatchObject(REFUSED);
		expect(words(answer)).toContain(reason);
	});

	test('when a row is changed, alone or with others', async () => {
		const { id } = await makeArticle({});
		const token = await administratorToken();
		for (const [path, body] of [
			[`/items/articles/${id}`, { slug: '..' }],
			['/items/articles', { keys: [id], data: { slug: '..' } }],
			['/items/articles', [{ id, slug: '..' }]],
			['/items/articles', { query: { filter: { id: { _eq: id } } }, data: { slug: '..' } }]
		] as const) {
			expect(await callDirectus(path, { method: 'PATCH', body, token }), path).toMatchObject(
				REFUSED
			);
		}
	});

	test('in one of many rows, of which none is created', async () => {
		const slug = randomUUID();
		const token = await administratorToken();
		const rows = [
			{ name: 'One', slug },
			{ name: 'Two', slug: '..' }
		];
		expect(await callDirectus('/items/categories', { body: rows, token })).toMatchObject(REFUSED);
		const form = new FormData();
		form.set('file', new Blob([JSON.stringify(rows)], { type: 'application/json' }), 'rows.json');
		expect(await callDirectus('/utils/import/categories', { body: form, token })).toMatchObject(
			REFUSED
		);
		const { data } = await callDirectus(`/items/categories?filter[slug][_eq]=${slug}`, { token });
		expect(data).toEqual([]);
	});
});

test('other fields of a row can be changed without its slug', async () => {
	const { id } = await makeItem<{ id: number }>('categories', { name: 'One', slug: randomUUID() });
	const answer = await callDirectus(`/items/categories/${id}`, {
		method: 'PATCH',
		body: { name: 'Two' },
		token: await administratorToken()
	});
	expect(answer).toMatchObject({ status: 200, data: { name: 'Two' } });
});
