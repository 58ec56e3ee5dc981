// SESSION_MAX_AGE: needs a Directus of its own, where it is short.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';

const MAX_AGE_SECONDS = 15;
const OWN_DIRECTUS_MILLISECONDS = 300_000;
const TIMEOUT_MILLISECONDS = 4 * MAX_AGE_SECONDS * 1000;

let own: OwnDirectus;
let app: OwnApp;
let directus: Directus;
beforeAll(async () => {
	own = await startDirectus({ SESSION_MAX_AGE: `${MAX_AGE_SECONDS}s`, ACCESS_TOKEN_TTL: '2s' });
	app = await startApp({ DIRECTUS_URL: own.directusUrl });
	directus = new Directus(own);
}, OWN_DIRECTUS_MILLISECONDS);
afterAll(async () => {
	await app.stop();
	await own.end();
});

async function isSignedIn(browser: Browser): Promise<boolean> {
	return (await browser.visit('/profile')).status === 200;
}

/** Reads as a person does, until the session is over; the requests that were answered, and how long it took. */
async function useUntilExpiry(browser: Browser) {
	const began = Date.now();
	let answered = 0;
	await vi.waitUntil(
		async () => {
			if (!(await isSignedIn(browser))) return true;
			answered++;
			return false;
		},
		{ timeout: TIMEOUT_MILLISECONDS, interval: 300 }
	);
	return { answered, seconds: (Date.now() - began) / 1000 };
}

describe('S09 a session of the site', () => {
	test('ends when it is as old as SESSION_MAX_AGE, however much it is used', async () => {
		const person = await directus.makePerson();
		const used = await Browser.signedIn(person, app.url);

		const { answered, seconds } = await useUntilExpiry(used);

		expect(answered).toBeGreaterThan(0);
		expect(seconds).toBeGreaterThan(MAX_AGE_SECONDS - 3);
		expect(used.cookies.has('refresh_token')).toBe(false);
		const again = await Browser.signedIn(person, app.url);
		expect(await isSignedIn(again)).toBe(true);
	});

	test('from a release without start times starts at its next refresh, and ends like all others', async () => {
		const person = await directus.makePerson();
		const browser = await Browser.signedIn(person, app.url);
		const otherBrowser = browser.clone();
		own.forgetIdentities();
		for (const one of [browser, otherBrowser]) one.cookies.delete('access_token');

		const both = await Promise.all([browser, otherBrowser].map(isSignedIn));

		expect(both).toEqual([true, true]);
		expect(browser.cookies.get('refresh_token')).toBe(otherBrowser.cookies.get('refresh_token'));
		await useUntilExpiry(browser);
		// the app caches the owner of a token for seconds
		await useUntilExpiry(otherBrowser);
	});

	test('from a release without start times ends by signing out', async () => {
		const person = await directus.makePerson();
		const browser = await Browser.signedIn(person, app.url);
		own.forgetIdentities();
		const kept = browser.clone();

		await browser.submit('/logout', {});

		kept.cookies.delete('access_token');
		expect(await isSignedIn(kept)).toBe(false);
	});
});

test('H08 Directus does not start with a SESSION_MAX_AGE that is no duration', async () => {
	const { code, output } = await own.failToStart({ SESSION_MAX_AGE: '90' });
	expect(code).toBe(1);
	expect(output).toContain('SESSION_MAX_AGE must be a duration such as 90d, not 90');
});
