import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { PICTURE } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { Relay } from '../support/relay.ts';
import { expireAccessToken, REFRESH, refreshTokenIn, cloneAt } from '../support/expired-session.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 20_000 };

const directus = new Directus(installation);
let relay: Relay;
let app: OwnApp;
let sibling: OwnApp;
let person: Person;
beforeAll(async () => {
	relay = await Relay.to(installation.directusUrl);
	const variables = { DIRECTUS_URL: relay.url };
	[app, sibling, person] = await Promise.all([
		startApp(variables),
		startApp(variables),
		directus.makePerson()
	]);
});
afterAll(async () => {
	await Promise.all([app.stop(), sibling.stop(), relay.close()]);
	await directus.clear();
});

/** A browser whose access token has expired, with a session of its own for each test. */
let browser: Browser;
beforeEach(async () => {
	browser = await Browser.signedIn(person, app.url);
	expireAccessToken(browser);
	relay.fault = () => 'pass';
	relay.requests.length = 0;
});

describe('an expired access token', { retry: 0 }, () => {
	test('is exchanged before the page is rendered, unnoticed by the member', async () => {
		const before = browser.cookies.get('refresh_token');
		const { status, body } = await browser.visit('/profile');
		expect(status).toBe(200);
		expect(body).toContain(person.email);
		expect(browser.cookies.get('refresh_token')).not.toBe(before);

		await browser.visit('/profile');
		expect(relay.count(REFRESH)).toBe(1);
	});

	test('R01 of a thousand page views at once is exchanged once, and all succeed', async () => {
		const tabs = Array.from({ length: 1_000 }, () => browser.clone());
		const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));

		expect(answers.map(({ status }) => status)).toEqual(Array(1_000).fill(200));
		expect(answers.every(({ body }) => body.includes(person.email))).toBe(true);
		expect(relay.count(REFRESH)).toBe(1);

		// with whichever cookies are left, the session goes on
		for (const handedOut of new Set(answers.map(refreshTokenIn))) {
			const tab = browser.clone();
			tab.cookies.delete('access_token');
			tab.cookies.set('refresh_token', handedOut ?? '');
			expect((await tab.visit('/profile')).status).toBe(200);
		}
	});

	test('R01 the remaining cookies stay valid, whichever response wrote them last', async () => {
		const tabs = Array.from({ length: 5 }, () => browser.clone());
		await Promise.all(tabs.map((tab) => tab.visit('/profile')));
		for (const tab of tabs) {
			tab.cookies.delete('access_token');
			expect((await tab.visit('/profile')).status).toBe(200);
		}
	});

	test('R03 whose successor never arrived is accepted again within a minute, by any process', async () => {
		const first = await browser.clone().visit('/profile');
		const again = await browser.clone().visit('/profile');
		const third = await cloneAt(sibling, browser).visit('/profile');

		expect([again.status, third.status]).toEqual([200, 200]);
		expect(refreshTokenIn(again)).toBe(refreshTokenIn(first));
		expect(refreshTokenIn(third)).toBe(refreshTokenIn(first));
	});

	test('R03 for which Directus’ answer was lost is exchanged again, by any process', async () => {
		relay.fault = ({ path }) => (path === REFRESH ? 'lose answer' : 'pass');
		const tabs = [browser.clone(), cloneAt(sibling, browser)];
		for (const tab of tabs) {
			const { status, headers } = await tab.visit('/profile');
			expect(status).toBe(503);
			expect(headers.getSetCookie()).toEqual([]);
		}
		relay.fault = () => 'pass';
		const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		expect(new Set(answers.map(refreshTokenIn)).size).toBe(1);
		expect((await browser.visit('/profile')).status).toBe(200);
	});

	test('R03 on a connection that died unnoticed is exchanged again at the next visit', async () => {
		relay.fault = ({ path }) => (path === REFRESH ? 'hang' : 'pass');
		const { status, headers } = await browser.clone().visit('/profile');
		expect(status).toBe(503);
		expect(headers.getSetCookie()).toEqual([]);

		relay.fault = () => 'pass';
		const tab = browser.clone();
		expect((await tab.visit('/profile')).status).toBe(200);
		expect(relay.count(REFRESH)).toBe(2);

		// the first is answered at last, which changes nothing
		relay.release();
		tab.cookies.delete('access_token');
		expect((await tab.visit('/profile')).status).toBe(200);
	});

	test('R03 in a hundred tabs that are reloaded during the exchange is exchanged once', async () => {
		relay.fault = ({ path }) => (path === REFRESH ? 'hang' : 'pass');
		const left = new AbortController();
		const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
		const abandoned = Array.from({ length: 100 }, () =>
			fetch(`${app.url}/profile`, { headers: { cookie }, signal: left.signal }).catch(() => 'left')
		);
		await expect.poll(() => relay.count(REFRESH), POLL).toBe(1);
		left.abort();
		expect(await Promise.all(abandoned)).toEqual(Array(100).fill('left'));

		const tabs = Array.from({ length: 100 }, () => browser.clone());
		const comingBack = tabs.map((tab) => tab.visit('/profile'));
		relay.release();
		const answers = await Promise.all(comingBack);
		expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
		expect(relay.count(REFRESH)).toBe(1);
	});

	test('H07 is still exchanged by a process that receives SIGTERM', async () => {
		const leaving = await startApp({ DIRECTUS_URL: relay.url });
		const tab = cloneAt(leaving, browser);
		relay.fault = ({ path }) => (path === REFRESH ? 'hang' : 'pass');
		const visiting = tab.visit('/profile');
		await expect.poll(() => relay.count(REFRESH), POLL).toBe(1);
		const stopping = leaving.stop();
		relay.fault = () => 'pass';
		relay.release();

		expect(refreshTokenIn(await visiting)).toBeDefined();
		expect(await stopping).toBe(0);
		tab.cookies.delete('access_token');
		expect((await cloneAt(app, tab).visit('/profile')).status).toBe(200);
	});

	test('H01 is exchanged for a picture, too, which is then not cacheable', async () => {
		const id = await directus.makeFile(PICTURE, 'image/png', 'public');
		const answer = await browser.visit(`/assets/${id}`);
		expect(answer.status).toBe(200);
		expect(refreshTokenIn(answer)).toBeDefined();
		expect(answer.headers.get('cache-control')).toBe('private, no-store');
	});

	test('is exchanged for a form, too, and the form takes effect', async () => {
		const { status } = await browser.submit('/profile?/save', {
			opened_by: person.id,
			first_name: 'Renewed'
		});
		expect(status).toBe(303);
		expect((await browser.visit('/profile')).body).toContain('value="Renewed"');
	});

	test.each(['/signin', '/signup'])(
		'is exchanged at %s, too, and the browser gets the successor',
		async (path) => {
			for (const answer of [await browser.clone().visit(path), await browser.clone().data(path)]) {
				expect(refreshTokenIn(answer)).toBeDefined();
			}
		}
	);

	test('R08 L02 is exchanged without authorization, in the name of the browser', async () => {
		const headers = { 'user-agent': 'a certain browser', 'x-forwarded-for': '203.0.113.9' };
		await browser.visit('/profile', headers);
		const sent = relay.requests.find(({ path }) => path === REFRESH)?.headers;
		expect(sent?.authorization).toBeUndefined();
		expect(sent?.cookie).toBeUndefined();
		expect(sent?.['x-forwarded-for']).toMatch(/^(127\.0\.0\.1|::1)$/);
		expect(sent?.['user-agent']).toBe('a certain browser');
	});

	test('of an ended session is removed with the other cookies', async () => {
		const attacker = browser.clone();
		await browser.submit('/logout', {});
		for (const path of ['/', '/profile', '/signin', '/profile/__data.json']) {
			const tab = attacker.clone();
			await tab.visit(path);
			expect(tab.cookies.has('access_token'), path).toBe(false);
			expect(tab.cookies.has('refresh_token'), path).toBe(false);
			expect(tab.cookies.has('signed_in'), path).toBe(false);
		}
	});
});

test('a page for a member requests the person from Directus at most once in twenty seconds', async () => {
	await browser.visit('/profile');
	relay.requests.length = 0;
	await browser.visit('/profile');
	await browser.visit('/profile');
	expect(relay.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
});
