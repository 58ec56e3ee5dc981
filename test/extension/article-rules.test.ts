import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { png } from '../support/png.ts';
import { covers } from '../../directus/access/folders.ts';
import { LARGEST_SIDE } from '@portico/contract/pictures.ts';
import {
	administratorToken,
	callDirectus,
	asAdministrator,
	makeArticle,
	makeItem
} from '../support/directus-api.ts';

const dateOf = async (id: number | string) => {
	const path = `/items/articles/${id}?fields=published_at`;
	return (await asAdministrator<{ published_at: string | null }>(path)).published_at;
};

const publish = (ids: (number | string)[], values: object = {}) =>
	asAdministrator('/items/articles', {
		method: 'PATCH',
		body: { keys: ids, data: { status: 'published', ...values } }
	});

/** From a moment ago until now. */
function expectNow(date: string | null): void {
	const age = Date.now() - new Date(date ?? NaN).getTime();
	expect(age).toBeGreaterThan(-1000);
	expect(age).toBeLessThan(60_000);
}

describe('an article that is published without a date gets the current one', () => {
	test('when it is created', async () => {
		const { id } = await makeArticle({ published_at: undefined });
		expectNow(await dateOf(id));
	});

	test('when its status changes', async () => {
		const { id } = await makeArticle({ status: 'draft', published_at: null });
		expect(await dateOf(id)).toBeNull();
		await publish([id]);
		expectNow(await dateOf(id));
	});

	test('when its date is removed', async () => {
		const { id } = await makeArticle({});
		await publish([id], { published_at: null });
		expectNow(await dateOf(id));
	});

	test('in a change of several articles, of which others keep their dates', async () => {
		const old = '2001-01-01T00:00:00.000Z';
		const [dated, undated] = await Promise.all([
			makeArticle({ status: 'draft', published_at: old }),
			makeArticle({ status: 'draft', published_at: null })
		]);
		await publish([dated.id, undated.id]);
		await expect.poll(() => dateOf(undated.id)).not.toBeNull();
		expectNow(await dateOf(undated.id));
		expect(new Date((await dateOf(dated.id)) ?? '').toISOString()).toBe(old);
	});

	test.each(['2024-02-30T00:00:00Z', '2024-13-01', 'tomorrow', '2024-1-1'])(
		'but an invalid date such as %s is refused',
		async (published_at) => {
			const token = await administratorToken();
			const { id } = await makeArticle({});
			const answer = await callDirectus(`/items/articles/${id}`, {
				method: 'PATCH',
				token,
				body: { published_at }
			});
			expect([answer.status, JSON.stringify(answer.body)]).toEqual([
				400,
				expect.stringContaining('is no date')
			]);
		}
	);

	test('but a draft gets none', async () => {
		const { id } = await makeArticle({ status: 'draft', published_at: null });
		await asAdministrator(`/items/articles/${id}`, {
			method: 'PATCH',
			body: { title: 'Another' }
		});
		expect(await dateOf(id)).toBeNull();
	});
});

describe('a cover that visitors would not see is refused with a reason:', () => {
	const makeFile = (
		type: string,
		folder: string | null,
		content: string | Uint8Array<ArrayBuffer> = 'x'
	) => {
		const form = new FormData();
		if (folder) form.set('folder', folder);
		form.set('file', new Blob([content], { type }), 'file');
		return makeItem<{ id: string }>('directus_files', form);
	};

	test.each([
		['a PDF', 'application/pdf', covers.id, 'application/pdf, which browsers do not show'],
		['a HEIC picture', 'image/heic', covers.id, 'image/heic, which browsers do not show'],
		['a broken picture', 'image/png', covers.id, 'cannot be read as a picture'],
		['a picture in no folder', 'image/svg+xml', null, 'not in the folder Covers']
	])('%s', async (_what, type, folder, reason) => {
		const { id: cover } = await makeFile(type, folder);
		const { id } = await makeArticle({});
		for (const [method, path] of [
			['PATCH', `/items/articles/${id}`],
			['POST', '/items/articles']
		] as const) {
			const token = await administratorToken();
			for (const named of [cover, { id: cover, title: 'Another title' }]) {
				const values = { cover: named, title: 'A title', slug: randomUUID() };
				const answer = await callDirectus(path, { method, token, body: values });
				expect(answer.status).toBe(400);
				expect(JSON.stringify(answer.body)).toContain(reason);
			}
		}
	});

	test('a picture that is too large to be drawn', async () => {
		const content = new Uint8Array(png(LARGEST_SIDE + 1, 1));
		const { id: cover } = await makeFile('image/png', covers.id, content);
		const token = await administratorToken();
		const { id } = await makeArticle({});
		const answer = await callDirectus(`/items/articles/${id}`, {
			method: 'PATCH',
			token,
			body: { cover }
		});
		expect(answer.status).toBe(400);
		expect(JSON.stringify(answer.body)).toContain(`${LARGEST_SIDE + 1} × 1 pixels`);
	});

	test('a value that names no file', async () => {
		const token = await administratorToken();
		const { id } = await makeArticle({});
		const path = `/items/articles/${id}`;
		for (const cover of ['x', randomUUID()]) {
			const answer = await callDirectus(path, { method: 'PATCH', token, body: { cover } });
			expect(answer.status, cover).toBe(400);
		}
	});

	test('but a picture in the folder for covers is accepted', async () => {
		const { id: cover } = await makeFile('image/svg+xml', covers.id);
		await makeArticle({ cover });
	});
});
