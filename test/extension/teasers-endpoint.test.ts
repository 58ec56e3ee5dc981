import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { covers } from '../../directus/access/folders.ts';
import {
	callDirectus,
	asAdministrator,
	makeArticle,
	makeCategory,
	makeItem
} from '../support/directus-api.ts';

interface Teaser {
	id: number;
	slug: string;
	[field: string]: unknown;
}

describe('teasers', () => {
	test('show anyone the published articles of every audience, newest first', async () => {
		const category = await makeCategory();
		const slugs = [randomUUID(), randomUUID(), randomUUID()];
		await makeArticle({
			category: category.id,
			slug: slugs[0],
			audience: 'public',
			published_at: '2020-01-01T00:00:00Z'
		});
		await makeArticle({
			category: category.id,
			slug: slugs[1],
			audience: 'premium',
			published_at: '2020-01-03T00:00:00Z'
		});
		await makeArticle({
			category: category.id,
			slug: slugs[2],
			audience: 'members',
			published_at: '2020-01-02T00:00:00Z'
		});

		const { status, body } = await callDirectus(`/portico/teasers?category=${category.slug}`);

		expect(status).toBe(200);
		expect(body).toMatchObject({
			data: [
				{ slug: slugs[1], audience: 'premium', published_at: '2020-01-03T00:00:00.000Z' },
				{ slug: slugs[2], audience: 'members' },
				{ slug: slugs[0], audience: 'public' }
			],
			meta: { total: 3 }
		});
	});

	test('have exactly the documented fields', async () => {
		const category = await makeCategory();
		const slug = randomUUID();
		const { id } = await makeArticle({
			category: category.id,
			slug,
			title: 'A title',
			summary: 'A summary',
			author: 'Ada',
			audience: 'premium',
			language: 'de',
			tags: ['one', 'two'],
			body: '<p>Five words &amp;&nbsp;<b>one</b> number: 42</p>',
			published_at: '2020-01-01T12:34:56Z'
		});

		const { data } = await callDirectus(`/portico/teasers?slug=${slug}`);

		expect(data).toEqual([
			{
				id,
				slug,
				title: 'A title',
				summary: 'A summary',
				author: 'Ada',
				audience: 'premium',
				language: 'de',
				published_at: '2020-01-01T12:34:56.000Z',
				cover: null,
				category: { slug: category.slug, name: category.name },
				tags: ['one', 'two'],
				words: 5
			}
		]);
	});

	test('carry the size of the cover', async () => {
		const slug = randomUUID();
		const cover = await makeImage('A cover');
		await makeArticle({ slug, cover: cover.id });

		const { data } = await callDirectus<Teaser[]>(`/portico/teasers?slug=${slug}`);

		expect(data[0]?.['cover']).toEqual({
			id: cover.id,
			version: expect.stringMatching(/^\d{10}\.\d{3}$/) as string,
			width: 1,
			height: 1,
			description: 'A cover'
		});
	});

	test('give a cover another version once its file is replaced, even within a second', async () => {
		const slug = randomUUID();
		const cover = await makeImage('A cover');
		await makeArticle({ slug, cover: cover.id });
		const version = async () => {
			const { data } = await callDirectus<Teaser[]>(`/portico/teasers?slug=${slug}`);
			return (data[0]?.['cover'] as { version: string }).version;
		};
		const before = await version();

		await asAdministrator(`/files/${cover.id}`, { method: 'PATCH', body: imageForm() });

		expect(await version()).not.toBe(before);
	});

	test.each([
		['is no picture', { type: 'application/pdf' }],
		['is a picture that browsers do not show', { type: 'image/heic' }],
		['has no type', { type: null }],
		['is a broken picture', { width: null, height: null }],
		['was moved to a folder that is not public', { folder: null }]
	])('leave out a cover that %s', async (_what, values) => {
		const slug = randomUUID();
		const cover = await makeImage('A cover');
		await makeArticle({ slug, cover: cover.id });
		await asAdministrator(`/files/${cover.id}`, { method: 'PATCH', body: values });

		const { data } = await callDirectus<Teaser[]>(`/portico/teasers?slug=${slug}`);

		expect(data).toMatchObject([{ slug, cover: null }]);
	});

	// a text as JSON: Directus sends any other to PostgreSQL as it is
	test.each([['"text"'], [{ a: 1 }], [[1, null, ['x']]], [null], [true]])(
		'have no tags where %j is stored in their place',
		async (tags) => {
			const slug = randomUUID();
			await makeArticle({ slug, tags });

			const { data } = await callDirectus<Teaser[]>(`/portico/teasers?slug=${slug}`);

			expect(data).toMatchObject([{ slug, tags: [] }]);
		}
	);

	test.each([
		['a draft', { status: 'draft' }],
		['an archived article', { status: 'archived' }],
		['an article of tomorrow', { published_at: new Date(Date.now() + 86_400_000).toISOString() }]
	])('leave out %s', async (_what, values) => {
		const slug = randomUUID();
		await makeArticle({ slug, ...values });

		const { body } = await callDirectus(`/portico/teasers?slug=${slug}`);

		expect(body).toEqual({ data: [], meta: { total: 0 } });
	});

	test('come in pages', async () => {
		const category = await makeCategory();
		for (let day = 1; day <= 5; day++) {
			await makeArticle({ category: category.id, published_at: `2020-01-0${day}T00:00:00Z` });
		}

		const pages = await Promise.all(
			[0, 2, 4, 6].map((offset) =>
				callDirectus<Teaser[]>(
					`/portico/teasers?category=${category.slug}&limit=2&offset=${offset}`
				)
			)
		);

		expect(pages.map(({ data }) => data.map((teaser) => teaser['published_at']))).toEqual([
			['2020-01-05T00:00:00.000Z', '2020-01-04T00:00:00.000Z'],
			['2020-01-03T00:00:00.000Z', '2020-01-02T00:00:00.000Z'],
			['2020-01-01T00:00:00.000Z'],
			[]
		]);
		expect(pages.map(({ body }) => (body as { meta: unknown }).meta)).toEqual(
			pages.map(() => ({ total: 5 }))
		);
	});

	test.each([
		'limit=0',
		'limit=101',
		'limit=-1',
		'limit=ten',
		'limit=1&limit=2',
		'limit=1.5',
		'offset=-1',
		'offset=1e3',
		'offset=99999999999999999999',
		'slug=',
		'slug=a&slug=b',
		'slug[_neq]=a',
		'slug=%00',
		'category[]=a',
		'filter[body][_contains]=a',
		'fields=body',
		'sort=body',
		'search=a',
		'unknown=1'
	])('refuse ?%s', async (query) => {
		expect(await callDirectus(`/portico/teasers?${query}`)).toMatchObject({
			status: 400,
			code: 'INVALID_QUERY'
		});
	});
});

/** As the model has them. */
const LENGTHS = { email: 128, first_name: 50, last_name: 50 };

describe('the policy endpoint', () => {
	test('follows the settings at once', async () => {
		const names = 'public_registration,public_registration_verify_email,auth_password_policy';
		const before = await asAdministrator<object>(`/settings?fields=${names}`);
		const set = (body: object) => asAdministrator('/settings', { method: 'PATCH', body });

		try {
			await set({
				public_registration: true,
				public_registration_verify_email: false,
				auth_password_policy: '/^.{10,}$/'
			});
			const open = await callDirectus('/portico/policy');
			await set({
				public_registration: false,
				public_registration_verify_email: true,
				auth_password_policy: null
			});
			const closed = await callDirectus('/portico/policy');

			expect(open.data).toEqual({
				lengths: LENGTHS,
				registration: { open: true, verification: false },
				password: { pattern: '^.{10,}$' }
			});
			expect(closed.data).toEqual({
				lengths: LENGTHS,
				registration: { open: false, verification: true },
				password: { pattern: null }
			});
		} finally {
			await set(before);
		}
	});
});

test('/portico/ready answers 200 while the database does', async () => {
	expect(await callDirectus('/portico/ready')).toMatchObject({
		status: 200,
		data: { status: 'ok' }
	});
});

/** One transparent point. */
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function makeImage(description: string): Promise<{ id: string }> {
	return makeItem('directus_files', imageForm({ description, folder: covers.id }));
}

function imageForm(fields: Record<string, string> = {}): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	form.set('file', new Blob([Buffer.from(PNG, 'base64')], { type: 'image/png' }), 'cover.png');
	return form;
}
