import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { member, premium } from '../../directus/access/roles.ts';
import { type Answer, Browser, location } from '../support/browser.ts';
import type { Route } from '../support/built-routes.ts';
import { Directus } from '../support/directus.ts';
import { everyRoute } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';

const ROUTES = path.resolve(import.meta.dirname, '../../app/src/routes');
const BUILD = path.resolve(import.meta.dirname, '../../app/build');
/** Headers of a form of this site. */
const FORM = {
	origin: installation.url,
	'content-type': 'application/x-www-form-urlencoded'
};

const directus = new Directus(installation);
let protectedRoutes: Route[];
beforeAll(async () => {
	const routes = await everyRoute(directus);
	protectedRoutes = routes.filter(({ id }) => id.split('/').includes('(protected)'));
});
afterAll(() => directus.clear());

describe('G01 a guest at a protected route', () => {
	const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
	const guest = new Browser();

	test('is redirected to sign in with the return path, whatever the method', async () => {
		expect(protectedRoutes.length).toBeGreaterThan(0);
		for (const { path } of protectedRoutes) {
			for (const method of methods) {
				const answer = await guest.send(method, `${path}?a=b`, {
					headers: { origin: installation.url, 'content-type': 'text/plain' }
				});
				const back = encodeURIComponent(`${path}?a=b`);
				expect(answer.status, `${method} ${path}`).toBe(303);
				expect(location(answer), method).toBe(`/signin?redirectedFrom=${back}`);
				expect(answer.body).toBe('');
			}
		}
	});

	test('N04 gets the redirect as JSON for a data request', async () => {
		for (const { path } of protectedRoutes) {
			const { status, body } = await guest.data(`${path}?a=b`);
			expect(status).toBe(200);
			expect(JSON.parse(body)).toMatchObject({
				type: 'redirect',
				location: `/signin?redirectedFrom=${encodeURIComponent(`${path}?a=b`)}`
			});
		}
	});

	test('N04 keeps the return path of a form', async () => {
		for (const action of protectedRoutes.flatMap(({ actions }) => actions)) {
			const [path = ''] = action.split('?');
			const back = `/signin?redirectedFrom=${encodeURIComponent(path)}`;
			const plain = await guest.submit(action, { first_name: 'Ada' });
			expect([plain.status, location(plain)]).toEqual([303, back]);
			const enhanced = await guest.enhancedSubmit(action, { first_name: 'Ada' });
			expect(JSON.parse(enhanced.body)).toMatchObject({ type: 'redirect', location: back });
		}
	});

	test('gets no content, however the path is written', async () => {
		for (const { path } of protectedRoutes) {
			for (const variant of variantsOf(path)) {
				for (const method of ['GET', 'HEAD', 'POST']) {
					const answer = await guest.send(method, variant, { headers: FORM });
					expect(answer.status, `${method} ${variant}`).toBeGreaterThanOrEqual(300);
					expect(answer.status, `${method} ${variant}`).toBeLessThan(500);
				}
				for (const loads of ['', '?x-sveltekit-invalidated=11']) {
					const address = `${variant.replace(/\?.*/, '')}/__data.json${loads}`;
					expect(isRefused(await guest.send('GET', address)), address).toBe(true);
				}
			}
		}
	});

	test('G02 is refused where layouts are not loaded: for forms, and in client-side navigation', async () => {
		for (const { path, actions } of protectedRoutes.filter(({ isPage }) => isPage)) {
			for (const skipped of ['01', '001', '0001']) {
				const address = `${path}/__data.json?x-sveltekit-invalidated=${skipped}`;
				const { body } = await guest.send('GET', address);
				expect(JSON.parse(body), address).toMatchObject({ type: 'redirect' });
			}
			for (const action of [...actions, `${path}?/unknown`]) {
				const answer = await guest.send('POST', action, { headers: FORM, body: 'first_name=Eve' });
				expect([answer.status, answer.body], action).toEqual([303, '']);
			}
		}
	});

	test('gets no content through forged routes of remote functions', async () => {
		for (const { path } of protectedRoutes) {
			const { body } = await guest.send('GET', '/_app/remote/x/y', {
				headers: { 'x-sveltekit-pathname': path }
			});
			expect(body).not.toContain('Email address');
		}
	});
});

test('G02 no layout guards a route', async () => {
	const files = await readdir(ROUTES, { recursive: true });
	const layouts = files.filter((file) => /\+layout(\.server)?\.ts$/.test(file));
	expect(layouts).not.toEqual([]);
	for (const file of layouts) {
		const source = await readFile(path.join(ROUTES, file), 'utf8');
		expect(source, file).not.toMatch(/\b(redirect|error)\(|require(User|Permission)/);
	}
});

test('G03 no protected page is prerendered, because no hook would guard it', async () => {
	const files = await readdir(BUILD, { recursive: true });
	expect(files).toContain('handler.js');
	for (const { path } of protectedRoutes) {
		const lying = new RegExp(`^(client|prerendered(/\\w+)?)${path}(\\.html|/.*)?$`);
		expect(files.filter((file) => lying.test(file))).toEqual([]);
	}
});

describe('G04 G05 a change by an administrator applies at once:', () => {
	// without an event the user cache expires after twenty seconds; the rest is for a slow machine
	const POLL = { timeout: 10_000, interval: 50 };

	test('a suspended person is a guest', async () => {
		const { id, browser } = await memberSeenNow();
		await directus.send('PATCH', `/users/${id}`, { status: 'suspended' });
		await expect.poll(async () => (await browser.visit('/profile')).status, POLL).toBe(303);
		expect(browser.cookies.has('refresh_token')).toBe(false);
	});

	test('a deleted person is a guest', async () => {
		const { id, browser } = await memberSeenNow();
		await directus.send('DELETE', `/users/${id}`);
		await expect.poll(async () => (await browser.visit('/profile')).status, POLL).toBe(303);
		directus.markDeleted(id);
	});

	test('a person with another role gets its rights and a token with its id', async () => {
		const article = await directus.makeArticle({ audience: 'premium' });
		const { id, browser } = await memberSeenNow();
		expect((await browser.visit(article.path)).body).not.toContain(article.words);
		const before = browser.cookies.get('access_token');
		await directus.send('PATCH', `/users/${id}`, { role: premium.id });

		await expect
			.poll(async () => (await browser.visit(article.path)).body, POLL)
			.toContain(article.words);
		expect(browser.cookies.get('access_token')).not.toBe(before);
		expect((await browser.visit('/profile')).body).toContain('Premium');
	});

	test('a person who lost a role loses its rights', async () => {
		const article = await directus.makeArticle({ audience: 'premium' });
		const { id, browser } = await memberSeenNow({ role: premium.id });
		expect((await browser.visit(article.path)).body).toContain(article.words);
		await directus.send('PATCH', `/users/${id}`, { role: member.id });

		await expect
			.poll(async () => (await browser.visit(article.path)).body, POLL)
			.not.toContain(article.words);
		expect((await browser.visit('/profile')).status).toBe(200);
	});

	test('a new password, set by an administrator, ends the session', async () => {
		const { id, browser } = await memberSeenNow();
		await directus.send('PATCH', `/users/${id}`, { password: 'another password' });
		await expect.poll(async () => (await browser.visit('/profile')).status, POLL).toBe(303);
	});

	/** The app has just cached this person. */
	async function memberSeenNow(values: object = {}) {
		const person = await directus.makePerson(values);
		const browser = await Browser.signedIn(person);
		expect((await browser.visit('/profile')).status).toBe(200);
		return { id: person.id, browser };
	}
});

/** Other ways to write a path that a server, a proxy or a router may take for the same. */
function variantsOf(path: string): string[] {
	const first = path.charAt(1);
	const code = first.charCodeAt(0).toString(16);
	return [
		`/${path}`,
		`//${path}`,
		`/.${path}`,
		`/./${path}`,
		`/x/..${path}`,
		`/x/%2e%2e${path}`,
		`${path}/`,
		`${path}//`,
		`${path}/.`,
		`${path}/x/..`,
		`${path}%2f`,
		`${path}%00`,
		`${path}%20`,
		`${path};x`,
		`${path}.css`,
		`${path}/x.css`,
		`${path}?/`,
		`${path}?/save`,
		`/%${code}${path.slice(2)}`,
		`/%25${code}${path.slice(2)}`,
		path.toUpperCase(),
		`\\${path.slice(1)}`,
		`/\\${path.slice(1)}`,
		`${installation.url}${path}`,
		`http://evil.example${path}`
	];
}

/** Whether the response to a request for data redirects, or contains an error in place of the page. */
function isRefused({ status, body }: Answer): boolean {
	if (status >= 300) return status < 500;
	const [first = ''] = body.split('\n'); // streamed data follows in further lines
	const { type, nodes } = JSON.parse(first) as { type: string; nodes?: { type: string }[] }; // Kit's
	return type === 'redirect' || nodes?.at(-1)?.type === 'error';
}
