import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { member, premium } from '../../directus/access/roles.ts';
import { Browser, location } from './browser.ts';
import { Directus, type Person } from './directus.ts';
import { everyRoute } from './every-route.ts';
import { installation } from './installation.ts';
import type { Route } from './source-routes.ts';

const directus = new Directus(installation);
let person: Person;
let protectedRoutes: Route[];
beforeAll(async () => {
	person = await directus.makePerson();
	const routes = await everyRoute(directus);
	protectedRoutes = routes.filter(({ id }) => id.split('/').includes('(protected)'));
});
afterAll(() => directus.clear());

describe('G01 a guest at a protected route', () => {
	const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
	const guest = new Browser();

	test('is led to sign in, whatever the method, with the way back', async () => {
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

	test('N04 gets the form of it that Kit’s router reads for data', async () => {
		for (const { path } of protectedRoutes) {
			const { status, body } = await guest.data(`${path}?a=b`);
			expect(status).toBe(200);
			expect(JSON.parse(body)).toMatchObject({
				type: 'redirect',
				location: `/signin?redirectedFrom=${encodeURIComponent(`${path}?a=b`)}`
			});
		}
	});

	test('N04 keeps the way back of a form that was sent', async () => {
		for (const action of protectedRoutes.flatMap(({ actions }) => actions)) {
			const [path = ''] = action.split('?');
			const back = `/signin?redirectedFrom=${encodeURIComponent(path)}`;
			const plain = await guest.submit(action, { first_name: 'Ada' });
			expect([plain.status, location(plain)]).toEqual([303, back]);
			const enhanced = await guest.enhancedSubmit(action, { first_name: 'Ada' });
			expect(JSON.parse(enhanced.body)).toMatchObject({ type: 'redirect', location: back });
		}
	});

	test('sees nothing of it, however its path is written', async () => {
		const signedIn = await Browser.signedIn(person);
		for (const { path } of protectedRoutes) {
			const first = path.charAt(1);
			const code = first.charCodeAt(0).toString(16);
			const disguises = [
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
				`/%${code}${path.slice(2)}`,
				`/%25${code}${path.slice(2)}`,
				path.toUpperCase(),
				`\\${path.slice(1)}`,
				`/\\${path.slice(1)}`,
				`${installation.url}${path}`,
				`http://evil.example${path}`
			];
			const suffixes = ['', '/__data.json', '/__data.json?x-sveltekit-invalidated=11'];
			for (const disguise of disguises.flatMap((one) => suffixes.map((end) => one + end))) {
				const { status, body } = await guest.send('GET', disguise);
				expect(status, disguise).toBeLessThan(500);
				expect(body.includes('E-mail address'), disguise).toBe(false);
				expect(body.includes('"profile"'), disguise).toBe(false);
			}
			// the words would be found, were the page shown
			expect((await signedIn.visit(path)).body).toContain('E-mail address');
			expect((await signedIn.data(path)).body).toContain('"profile"');
		}
	});

	test('through a forged route of Kit’s remote functions sees nothing either', async () => {
		for (const { path } of protectedRoutes) {
			const { body } = await guest.send('GET', '/_app/remote/x/y', {
				headers: { 'x-sveltekit-pathname': path }
			});
			expect(body).not.toContain('E-mail address');
		}
	});
});

describe('G04 G05 what an administrator changes shows at once', () => {
	// what Directus does not tell of is remembered for twenty seconds; the rest is for a slow machine
	const PATIENCE = { timeout: 10_000, interval: 50 };

	test('a suspended person is a guest', async () => {
		const { id, browser } = await memberSeenNow();
		await directus.send('PATCH', `/users/${id}`, { status: 'suspended' });
		await expect.poll(async () => (await browser.visit('/profile')).status, PATIENCE).toBe(303);
		expect(browser.cookies.has('refresh_token')).toBe(false);
	});

	test('a deleted person is a guest', async () => {
		const { id, browser } = await memberSeenNow();
		await directus.send('DELETE', `/users/${id}`);
		await expect.poll(async () => (await browser.visit('/profile')).status, PATIENCE).toBe(303);
		directus.forget(id);
	});

	test('a person with another role has its rights, and a token that names it', async () => {
		const article = await directus.makeArticle({ audience: 'premium' });
		const { id, browser } = await memberSeenNow();
		expect((await browser.visit(article.path)).body).not.toContain(article.words);
		const before = browser.cookies.get('access_token');
		await directus.send('PATCH', `/users/${id}`, { role: premium.id });

		await expect
			.poll(async () => (await browser.visit(article.path)).body, PATIENCE)
			.toContain(article.words);
		expect(browser.cookies.get('access_token')).not.toBe(before);
		expect((await browser.visit('/profile')).body).toContain('Premium');
	});

	test('a person who lost the role has its rights no longer', async () => {
		const article = await directus.makeArticle({ audience: 'premium' });
		const { id, browser } = await memberSeenNow({ role: premium.id });
		expect((await browser.visit(article.path)).body).toContain(article.words);
		await directus.send('PATCH', `/users/${id}`, { role: member.id });

		await expect
			.poll(async () => (await browser.visit(article.path)).body, PATIENCE)
			.not.toContain(article.words);
		expect((await browser.visit('/profile')).status).toBe(200);
	});

	test('a new password, set by an administrator, ends the session', async () => {
		const { id, browser } = await memberSeenNow();
		await directus.send('PATCH', `/users/${id}`, { password: 'another password' });
		await expect.poll(async () => (await browser.visit('/profile')).status, PATIENCE).toBe(303);
	});

	/** The app has just asked Directus who this is, and remembers it. */
	async function memberSeenNow(values: object = {}) {
		const person = await directus.makePerson(values);
		const browser = await Browser.signedIn(person);
		expect((await browser.visit('/profile')).status).toBe(200);
		return { id: person.id, browser };
	}
});
