import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asTheApp } from '../support/app-proof.ts';
import { Browser, location } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type Fault, Relay } from '../support/relay.ts';

const directus = new Directus(installation);
let person: Person;
beforeAll(async () => {
	person = await directus.makePerson();
});
afterAll(() => directus.clear());

/** Whether Directus still takes the tokens of a browser. */
async function isAlive({ cookies }: Browser): Promise<{ access: boolean; refresh: boolean }> {
	const [me, refreshed] = await Promise.all([
		fetch(`${installation.directusUrl}/portico/me`, {
			headers: { ...asTheApp(), authorization: `Bearer ${cookies.get('access_token')}` }
		}),
		fetch(`${installation.directusUrl}/portico/session/refresh`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...asTheApp() },
			body: JSON.stringify({ refresh_token: cookies.get('refresh_token') })
		})
	]);
	return { access: me.ok, refresh: refreshed.ok };
}

describe.concurrent('signing out', () => {
	test('leads to the front page with a notice', async () => {
		const browser = await Browser.signedIn(person);
		await browser.visit('/');
		const answer = await browser.submit('/logout', {});
		expect([answer.status, location(answer)]).toEqual([303, '/']);
		expect((await browser.visit('/')).body).toContain('You are signed out.');
	});

	test('C05 ends the session in the browser and at Directus', async () => {
		const browser = await Browser.signedIn(person);
		const copy = browser.clone();
		await browser.submit('/logout', {});

		expect([...browser.cookies.keys()].filter((name) => name !== 'notice')).toEqual([]);
		expect(await isAlive(copy)).toEqual({ access: false, refresh: false });
	});

	test('C07 makes a copy of the cookies useless at once', async () => {
		const browser = await Browser.signedIn(person);
		const [withBoth, withAccess, withRefresh] = [browser.clone(), browser.clone(), browser.clone()];
		withAccess.cookies.delete('refresh_token');
		withRefresh.cookies.delete('access_token');
		expect((await withBoth.visit('/profile')).status).toBe(200);
		await browser.submit('/logout', {});

		for (const copy of [withBoth, withAccess, withRefresh]) {
			expect((await copy.visit('/profile')).status).toBe(303);
		}
	});

	test('C07 also revokes tokens that were refreshed just before', async () => {
		const browser = await Browser.signedIn(person);
		const before = browser.clone();
		browser.cookies.delete('access_token');
		await browser.visit('/profile');
		const after = browser.clone();
		expect(after.cookies.get('refresh_token')).not.toBe(before.cookies.get('refresh_token'));
		await browser.submit('/logout', {});

		expect((await before.visit('/profile')).status).toBe(303);
		expect((await after.visit('/profile')).status).toBe(303);
		expect(await isAlive(before)).toEqual({ access: false, refresh: false });
		expect(await isAlive(after)).toEqual({ access: false, refresh: false });
	});

	test('C05 with only the refresh token ends the session, too', async () => {
		const browser = await Browser.signedIn(person);
		const copy = browser.clone();
		browser.cookies.delete('access_token');
		await browser.submit('/logout', {});

		expect(browser.cookies.has('refresh_token')).toBe(false);
		expect((await copy.visit('/profile')).status).toBe(303);
		expect(await isAlive(copy)).toEqual({ access: false, refresh: false });
	});

	test('leaves the other sessions of the person intact', async () => {
		const [one, other] = [await Browser.signedIn(person), await Browser.signedIn(person)];
		await one.submit('/logout', {});
		expect((await other.visit('/profile')).status).toBe(200);
	});

	test('twice, or as a guest, succeeds', async () => {
		const browser = new Browser();
		expect((await browser.submit('/logout', {})).status).toBe(303);
		expect((await browser.submit('/logout', {})).status).toBe(303);
	});

	test('C03 by GET shows a button and ends nothing', async () => {
		const browser = await Browser.signedIn(person);
		const { status, body } = await browser.visit('/logout');
		expect(status).toBe(200);
		expect(body).toMatch(/<form[^>]*method="post"/i);
		expect((await browser.visit('/profile')).status).toBe(200);
	});
});

describe.concurrent('C05 signing out while Directus', () => {
	let relay: Relay;
	let app: OwnApp;
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	const troubles: [string, Fault][] = [
		['answers with an error', { status: 500, body: '{}' }],
		['breaks the connection', 'cut'],
		['does not answer at all', 'hang']
	];

	test('cannot be reached removes the cookies and redirects', async () => {
		for (const [, fault] of troubles) {
			relay.fault = () => 'pass';
			const browser = await Browser.signedIn(person, app.url);
			relay.fault = () => fault;
			const answer = await browser.submit('/logout', {});
			expect([answer.status, location(answer)]).toEqual([303, '/']);
			expect([...browser.cookies.keys()]).toEqual(['notice']);
		}
	});
});
