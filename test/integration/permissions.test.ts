import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { Browser, location } from '../support/browser.ts';
import { type Article, Directus } from '../support/directus.ts';
import { Relay } from '../support/relay.ts';
import { installation } from '../support/installation-under-test.ts';
import { startApp } from '../support/own-app.ts';

const LINK = 'Edit in Studio';
const STUDIO_URL = 'https://studio.example';
/** Less than the twenty seconds of the cache, so that an event must have arrived. */
const AT_ONCE = { timeout: 10_000, interval: 50 };

const directus = new Directus(installation);
let article: Article;
beforeAll(async () => {
	article = await directus.makeArticle({ audience: 'public' });
});
afterAll(() => directus.clear());

const edit = (browser: Browser) => browser.visit(`${article.path}/edit`);

/** Without the permission, a guest goes to sign in and a member is refused; with it, an article that they cannot see is a 404. */
const mayUpdate = (browser: Browser) => async () => {
	const answer = await edit(browser);
	return answer.status !== 403 && !location(answer)?.startsWith('/signin');
};

/** Makes a policy that a person holds, as an administrator does in Studio, and gives its permission to update articles. */
async function makePolicy(holder: { role: string | null; user?: null }): Promise<Permission> {
	const { id } = await directus.send<{ id: string }>('POST', '/policies', {
		name: 'Made just now'
	});
	onTestFinished(() => directus.send('DELETE', `/policies/${id}`));
	await directus.send('POST', '/access', { ...holder, policy: id });
	const permission = { policy: id, collection: 'articles', action: 'update', fields: ['title'] };
	return {
		tick: async (rule = {}) =>
			(
				await directus.send<{ id: number }>('POST', '/permissions', {
					...permission,
					permissions: rule
				})
			).id,
		untick: (permission) => directus.send('DELETE', `/permissions/${permission}`)
	};
}

interface Permission {
	tick: (rule?: object) => Promise<number>;
	untick: (permission: number) => Promise<unknown>;
}

describe('a permission that is ticked in Studio', () => {
	test('G05 applies at once, for a new role too, and until it is removed', async () => {
		const role = await directus.makeRole();
		const { tick, untick } = await makePolicy({ role });
		const browser = await Browser.signedIn(await directus.makePerson({ role }));
		expect(await mayUpdate(browser)()).toBe(false);
		expect((await edit(browser)).status).toBe(403);

		const permission = await tick();
		await expect.poll(mayUpdate(browser), AT_ONCE).toBe(true);
		await untick(permission);
		await expect.poll(mayUpdate(browser), AT_ONCE).toBe(false);
		expect((await edit(browser)).status).toBe(403);
	});

	test('applies to guests in the public policy', async () => {
		const { tick, untick } = await makePolicy({ role: null, user: null });
		expect(await mayUpdate(new Browser())()).toBe(false);
		// of no row that there is
		const permission = await tick({ id: { _eq: -1 } });
		await expect.poll(mayUpdate(new Browser()), AT_ONCE).toBe(true);
		await untick(permission);
		await expect.poll(mayUpdate(new Browser()), AT_ONCE).toBe(false);
	});
});

describe('a visitor without permission', () => {
	test('is redirected to sign in and back as a guest', async () => {
		const guest = new Browser();
		expect(await mayUpdate(guest)()).toBe(false);
		const answer = await edit(guest);
		const back = encodeURIComponent(`${article.path}/edit`);
		expect([answer.status, location(answer)]).toEqual([303, `/signin?redirectedFrom=${back}`]);

		const person = await directus.makePerson({ role: editor.id });
		const signedIn = await guest.signIn(person, `&redirectedFrom=${back}`);
		expect(location(signedIn)).toBe(`${article.path}/edit`);
		expect(location(await edit(guest))).toMatch(
			new RegExp(`/admin/content/articles/${article.id}$`)
		);
	});

	test.each(['a member', 'a person whose role has no policy'])(
		'gets an error page as %s',
		async (who) => {
			const values = who === 'a member' ? {} : { role: await directus.makeRole() };
			const browser = await Browser.signedIn(await directus.makePerson(values));
			expect(await mayUpdate(browser)()).toBe(false);
			const { status, body, headers } = await edit(browser);
			expect(status).toBe(403);
			expect(body).toContain('This door is closed');
			expect(headers.get('cache-control')).toBe('private, no-store');
		}
	);
});

test('an administrator may do everything', async () => {
	const { role } = await directus.send<{ role: string }>('GET', '/users/me?fields=role');
	const browser = await Browser.signedIn(await directus.makePerson({ role }));
	expect((await browser.visit(article.path)).body).toContain(LINK);
	expect((await edit(browser)).status).toBe(303);
	expect((await browser.visit('/articles/no-such-article/edit')).status).toBe(404);
});

describe('with Directus behind a relay', () => {
	const PERMISSIONS_PATH = '/permissions/me';

	async function editorThroughRelay() {
		const relay = await Relay.to(installation.directusUrl);
		onTestFinished(() => relay.close());
		const app = await startApp({ DIRECTUS_URL: relay.url, STUDIO_URL });
		onTestFinished(async () => void (await app.stop()));
		const person = await directus.makePerson({ role: editor.id });
		return { relay, browser: await Browser.signedIn(person, app.url) };
	}

	test('R04 an outage leads to a 503 on protected pages, and to public pages without the link', async () => {
		const { relay, browser } = await editorThroughRelay();
		relay.fault = ({ path }) => (path === PERMISSIONS_PATH ? 'cut' : 'pass');
		const answer = await edit(browser);
		expect(answer.status).toBe(503);
		expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
		const page = await browser.visit(article.path);
		expect(page.status).toBe(200);
		expect(page.body).not.toContain(LINK);

		relay.fault = () => 'pass';
		expect(await mayUpdate(browser)()).toBe(true);
		expect(location(await edit(browser))).toBe(
			`${STUDIO_URL}/admin/content/articles/${article.id}`
		);
	});

	test('permissions are requested from Directus when a page needs them, and then not for twenty seconds', async () => {
		const { relay, browser } = await editorThroughRelay();
		for (const path of ['/', '/articles', '/profile']) await browser.visit(path);
		expect(relay.count(PERMISSIONS_PATH)).toBe(0);
		for (let index = 0; index < 3; index++) await browser.visit(article.path);
		expect(relay.count(PERMISSIONS_PATH)).toBe(1);
		const request = relay.requests.find(({ path }) => path === PERMISSIONS_PATH);
		expect(request?.headers.authorization).toBe(`Bearer ${browser.cookies.get('access_token')}`);
	});
});

test('without STUDIO_URL no page links to Studio', async () => {
	const app = await startApp({ DIRECTUS_URL: installation.directusUrl });
	onTestFinished(async () => void (await app.stop()));
	const person = await directus.makePerson({ role: editor.id });
	const browser = await Browser.signedIn(person, app.url);
	expect((await browser.visit(article.path)).body).not.toContain(LINK);
	expect((await edit(browser)).status).toBe(404);
});
