import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, Browser, setCookies } from '../browser.ts';
import { Directus, type Person } from '../directus.ts';
import { PICTURE } from '../every-route.ts';
import { installation } from '../installation.ts';
import { type OwnApp, startApp } from '../own-app.ts';
import { Relay } from './relay.ts';

const REFRESH = '/portico/session/refresh';

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

/** A browser whose access token has run out; the same session for each test would tell less. */
let browser: Browser;
beforeEach(async () => {
	browser = await Browser.signedIn(person, app.url);
	browser.cookies.set('access_token', expired(browser.cookies.get('access_token') ?? ''));
	relay.requests.length = 0;
});

/** The token as it will be when it has run out. Nobody but Directus looks at the signature. */
function expired(token: string): string {
	const { exp = 0, iat = 0, ...claims } = jwt.decode(token, { json: true }) ?? {};
	const lifetime = exp - iat;
	const now = Math.floor(Date.now() / 1000);
	return jwt.sign({ ...claims, iat: now - lifetime - 1, exp: now - 1 }, 'nobody looks at this');
}

function refreshTokenOf(answer: Answer): string | undefined {
	return setCookies(answer).find(({ name }) => name === 'refresh_token')?.value;
}

describe('an access token that has run out', () => {
	test('is exchanged before the page is made, unnoticed', async () => {
		const before = browser.cookies.get('refresh_token');
		const { status, body } = await browser.visit('/profile');
		expect(status).toBe(200);
		expect(body).toContain(person.email);
		expect(browser.cookies.get('refresh_token')).not.toBe(before);

		await browser.visit('/profile');
		expect(relay.count(REFRESH)).toBe(1);
	});

	test('R01 of thirty page views at once is exchanged once, and all succeed', async () => {
		const tabs = Array.from({ length: 30 }, () => browser.clone());
		const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));

		expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
		expect(answers.every(({ body }) => body.includes(person.email))).toBe(true);
		expect(relay.count(REFRESH)).toBe(1);
		expect(new Set(answers.map(refreshTokenOf)).size).toBe(1);
	});

	test('R01 the cookies that are left, whoever wrote them last, go on working', async () => {
		const tabs = Array.from({ length: 5 }, () => browser.clone());
		await Promise.all(tabs.map((tab) => tab.visit('/profile')));
		for (const tab of tabs) {
			tab.cookies.delete('access_token');
			expect((await tab.visit('/profile')).status).toBe(200);
		}
	});

	test('R02 in two processes of the app gets one successor', async () => {
		const tabs = Array.from({ length: 10 }, (_, index) => {
			const tab = new Browser(index % 2 ? app.url : sibling.url);
			for (const [name, value] of browser.cookies) tab.cookies.set(name, value);
			return tab;
		});
		const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));

		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
		expect(relay.count(REFRESH)).toBe(2);
		expect(new Set(answers.map(refreshTokenOf)).size).toBe(1);
	});

	test('R03 whose successor never arrived is taken again within a minute, by any process', async () => {
		const first = await browser.clone().visit('/profile');
		const again = await browser.clone().visit('/profile');
		const elsewhere = new Browser(sibling.url);
		for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
		const third = await elsewhere.visit('/profile');

		expect([again.status, third.status]).toEqual([200, 200]);
		expect(refreshTokenOf(again)).toBe(refreshTokenOf(first));
		expect(refreshTokenOf(third)).toBe(refreshTokenOf(first));
	});

	test('H01 is exchanged for a picture, too, which no cache keeps then', async () => {
		const id = await directus.makeFile(PICTURE, 'image/png', 'public');
		const answer = await browser.visit(`/assets/${id}`);
		expect(answer.status).toBe(200);
		expect(refreshTokenOf(answer)).toBeDefined();
		expect(answer.headers.get('cache-control')).toBe('private, no-store');
	});

	test('is exchanged for a form, too, and the form takes effect', async () => {
		const { status } = await browser.submit('/profile?/save', { first_name: 'Renewed' });
		expect(status).toBe(303);
		expect((await browser.visit('/profile')).body).toContain('value="Renewed"');
	});

	test.each(['/signin', '/signup'])('gets its successor to the browser from %s', async (path) => {
		for (const answer of [await browser.clone().visit(path), await browser.clone().data(path)]) {
			expect(refreshTokenOf(answer)).toBeDefined();
		}
	});

	test('R08 L02 is exchanged without authorization, in the name of the browser', async () => {
		const headers = { 'user-agent': 'a certain browser', 'x-forwarded-for': '203.0.113.9' };
		await browser.visit('/profile', headers);
		const sent = relay.requests.find(({ path }) => path === REFRESH)?.headers;
		expect(sent?.authorization).toBeUndefined();
		expect(sent?.cookie).toBeUndefined();
		expect(sent?.['x-forwarded-for']).toBe('127.0.0.1');
		expect(sent?.['user-agent']).toBe('a certain browser');
	});

	test('whose session has ended takes its cookies along', async () => {
		const thief = browser.clone();
		await browser.submit('/logout', {});
		for (const path of ['/', '/profile', '/signin', '/profile/__data.json']) {
			const tab = thief.clone();
			await tab.visit(path);
			expect(tab.cookies.has('access_token'), path).toBe(false);
			expect(tab.cookies.has('refresh_token'), path).toBe(false);
			expect(tab.cookies.has('signed_in'), path).toBe(false);
		}
	});
});

test('a page for a member asks Directus nothing about the person for twenty seconds', async () => {
	await browser.visit('/profile');
	relay.requests.length = 0;
	await browser.visit('/profile');
	await browser.visit('/profile');
	expect(relay.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
});
