import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { type Answer, Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
const guest = new Browser();
afterAll(() => directus.clear());

const location = ({ headers }: Answer) => headers.get('location');

async function makeRedirect(from: string, to: string): Promise<void> {
	await directus.send('POST', '/items/redirects', { from, to });
}

test('an article that moved is found at its old address, by pages, data requests and HEAD, with the query', async () => {
	const { id, path } = await directus.makeArticle({ audience: 'members' });
	expect((await guest.visit(path)).status).toBe(200);
	const slug = `größe-${randomUUID()}`;
	await directus.send('PATCH', `/items/articles/${id}`, { slug });
	const target = `/articles/${encodeURIComponent(slug)}`;

	await expect
		.poll(async () => (await guest.visit(path)).status, { interval: 50, timeout: 20_000 })
		.toBe(301);
	const page = await guest.visit(`${path}?from=mail&x=%20`);
	expect(location(page)).toBe(`${target}?from=mail&x=%20`);
	expect(page.headers.get('cache-control')).toBe('private, no-store');
	const head = await guest.send('HEAD', `${path}?from=mail`);
	expect([head.status, location(head)]).toEqual([301, `${target}?from=mail`]);
	const data = await guest.data(`${path}?from=mail`);
	expect(JSON.parse(data.body)).toMatchObject({
		type: 'redirect',
		location: `${target}?from=mail`
	});
	expect((await guest.visit(target)).status).toBe(200);

	const member = await Browser.signedIn(await directus.makePerson());
	expect(location(await member.visit(path))).toBe(target);
});

test('the editing link of an article works after the article has moved', async () => {
	const { id, path } = await directus.makeArticle({ audience: 'public' });
	const slug = randomUUID();
	await directus.send('PATCH', `/items/articles/${id}`, { slug });
	const browser = await Browser.signedIn(await directus.makePerson({ role: editor.id }));
	expect(location(await browser.visit(`${path}/edit`))).toBe(`/articles/${slug}/edit`);
});

test('categories and pages that moved are found at their old addresses', async () => {
	const category = await directus.makeCategory();
	const slug = randomUUID();
	await directus.send('PATCH', `/items/categories/${category.id}`, { slug });
	expect(location(await guest.visit(`${category.path}?page=2`))).toBe(`/categories/${slug}?page=2`);

	const old = `about/${randomUUID()}`;
	await directus.makePage(old);
	const [page] = await directus.send<[{ id: number }]>(
		'GET',
		`/items/pages?filter[slug][_eq]=${old}&fields=id`
	);
	await directus.send('PATCH', `/items/pages/${page.id}`, { slug });
	expect(location(await guest.visit(`/${old}`))).toBe(`/${slug}`);
});

test('a redirect made by an editor works for any address without a page', async () => {
	const from = `/2019/${randomUUID()}.html`;
	expect((await guest.visit(from)).status).toBe(404);
	await makeRedirect(from, '/articles');
	await expect
		.poll(async () => (await guest.visit(from)).status, { interval: 50, timeout: 20_000 })
		.toBe(301);
	expect(location(await guest.visit(from))).toBe('/articles');
});

test('an existing page has precedence over a redirect', async () => {
	const slug = randomUUID();
	await makeRedirect(`/${slug}`, '/articles');
	await directus.makePage(slug);
	expect((await guest.visit(`/${slug}`)).status).toBe(200);
});

test('a redirect to an unpublished or missing page is a 404 that reveals nothing', async () => {
	const { path } = await directus.makeArticle({ audience: 'public', status: 'draft' });
	for (const to of [path, `/articles/${randomUUID()}`]) {
		const from = `/${randomUUID()}`;
		await makeRedirect(from, to);
		const answer = await guest.visit(from);
		expect([answer.status, location(answer)]).toEqual([404, null]);
		expect(answer.body).not.toContain(to);
	}
});

test('a page number beyond the last of a category has no redirect', async () => {
	const { path } = await directus.makeCategory();
	expect((await guest.visit(`${path}?page=99`)).status).toBe(404);
});
