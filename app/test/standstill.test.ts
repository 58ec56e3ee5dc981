import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from './browser.ts';
import { Directus, type Person } from './directus.ts';
import { type OwnApp, startApp } from './own-app.ts';
import { type OwnDirectus, startDirectus } from './own-directus.ts';

// A Directus of its own: its tokens live for seconds, and it is stopped where it stands.
const LIFETIME_SECONDS = 4;

let own: OwnDirectus;
let app: OwnApp;
let directus: Directus;
let person: Person;
beforeAll(async () => {
	own = await startDirectus({ ACCESS_TOKEN_TTL: `${LIFETIME_SECONDS}s` });
	app = await startApp({ DIRECTUS_URL: own.directusUrl });
	directus = new Directus(own);
	person = await directus.makePerson();
}, 120_000);
afterAll(async () => {
	await app.stop();
	await own.end();
});

/** Waits until the access token of a browser has run out, as the browser does which then drops the cookie. */
async function untilExpired({ cookies }: Browser): Promise<void> {
	const { exp = 0 } = jwt.decode(cookies.get('access_token') ?? '', { json: true }) ?? {};
	await expect
		.poll(() => Date.now() / 1000, { timeout: 10_000, interval: 200 })
		.toBeGreaterThan(exp);
}

test('R01 an access token that ran out is renewed for thirty page views at once', async () => {
	const browser = await Browser.signedIn(person, app.url);
	await browser.visit('/profile');
	await untilExpired(browser);

	const tabs = Array.from({ length: 30 }, () => browser.clone());
	const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));
	expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
	expect(new Set(tabs.map(({ cookies }) => cookies.get('refresh_token'))).size).toBe(1);

	const [tab] = tabs;
	tab?.cookies.delete('access_token');
	expect((await tab?.visit('/profile'))?.status).toBe(200);
});

test('R04 who is signed in is so again after Directus stood still while the token ran out', async () => {
	const browser = await Browser.signedIn(person, app.url);
	const before = new Map(browser.cookies);
	await new Browser(app.url).visit('/');
	await untilExpired(browser);
	own.freeze();
	try {
		const [page, again, front] = await Promise.all([
			browser.visit('/profile'),
			browser.clone().visit('/profile'),
			browser.clone().visit('/')
		]);
		expect([page.status, again.status]).toEqual([503, 503]);
		expect(page.headers.get('retry-after')).toMatch(/^\d+$/);
		expect(page.headers.getSetCookie()).toEqual([]);
		expect(browser.cookies).toEqual(before);
		expect(front.status).toBe(200);
		expect(front.body).toMatch(/still\s+signed in/);
	} finally {
		own.thaw();
	}
	await expect
		.poll(async () => (await browser.visit('/profile')).body, { timeout: 20_000 })
		.toContain(person.email);
	expect(browser.cookies.get('refresh_token')).not.toBe(before.get('refresh_token'));
});
