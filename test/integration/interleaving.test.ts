import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const PEOPLE = 200;
const AT_ONCE = 50;
/** SQLite writes one after another, and requests to Directus time out after five seconds. */
const FORMS_AT_ONCE = 10;
/** The app lets four through at once. */
const SIGN_INS_MILLISECONDS = 300_000;

const directus = new Directus(installation);
let people: Person[];
let browsers: Browser[];
beforeAll(async () => {
	people = await directus.makePeople(PEOPLE);
	browsers = await inTurns(people, (person) => Browser.signedIn(person));
}, SIGN_INS_MILLISECONDS);
afterAll(() => directus.clear());

const addressesIn = (body: string) => new Set(body.match(/[\w-]+@example\.com/g));

test('G08 two hundred concurrent people each see only their own data', { retry: 0 }, async () => {
	// half of the sessions are renewed on the way
	browsers.forEach((browser, index) => index % 2 && browser.cookies.delete('access_token'));
	const visits = ['/profile', '/articles'].flatMap((path) =>
		browsers.map((browser, index) => ({ path, browser, email: people[index]?.email }))
	);

	await inTurns(visits, async ({ path, browser, email }) => {
		const seen = [browser.visit(path), browser.data(path), new Browser().visit(path)] as const;
		const [page, data, ofGuest] = await Promise.all(seen);
		expect([page.status, data.status], email).toEqual([200, 200]);
		expect(addressesIn(page.body), path).toEqual(new Set([email]));
		expect(addressesIn(data.body), path).toEqual(new Set([email]));
		expect(addressesIn(ofGuest.body), path).toEqual(new Set());
	});
});

test('G08 concurrent forms never change another member', { retry: 0 }, async () => {
	const rename = async (browser: Browser) => {
		const id = people[browsers.indexOf(browser)]?.id ?? '';
		const name = `Name of ${id}`;
		const fields = { opened_by: id, first_name: name };
		expect((await browser.submit('/profile?/save', fields)).status).toBe(303);
		expect((await browser.visit('/profile')).body).toContain(`value="${name}"`);
	};
	await inTurns(browsers, rename, FORMS_AT_ONCE);
	for (const { id } of people) {
		const record = await directus.send<object>('GET', `/users/${id}?fields=first_name`);
		expect(record).toEqual({ first_name: `Name of ${id}` });
	}
});

/** Does it for each of them, some at once, and gives the results in their order. */
async function inTurns<T, Result>(
	all: T[],
	work: (one: T) => Promise<Result>,
	atOnce = AT_ONCE
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = all.entries();
	const goOn = async () => {
		for (const [index, one] of waiting) results[index] = await work(one);
	};
	await Promise.all(Array.from({ length: atOnce }, goOn));
	return results;
}
