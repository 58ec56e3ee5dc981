// Forms whose page was made for another person, or for a person who is not signed in any more.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, Browser, location } from '../support/browser.ts';
import type { Route } from '../support/built-routes.ts';
import { Directus, type Person } from '../support/directus.ts';
import { everyRoute } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
let routes: Route[];
beforeAll(async () => {
	routes = await everyRoute(directus);
});
afterAll(() => directus.clear());

/** The hidden fields of a page's form that posts to this. */
function hiddenFields({ body }: Answer, action: string): Record<string, string> {
	const [, form = ''] = body.split(`action="${action.replaceAll('&', '&amp;')}"`);
	const [inside = ''] = form.split('</form>');
	const inputs = inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
	return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

async function namesOf({ id }: Person) {
	return directus.send<object>('GET', `/users/${id}?fields=first_name,last_name`);
}

const NO_NAMES = { first_name: null, last_name: null };

describe('C18 a form whose page was made for another person', () => {
	test('changes no record, keeps the input, and names the signed-in member', async () => {
		const [first, second] = await directus.makePeople(2);
		if (!first || !second) throw new Error('There are no people.');
		const browser = await Browser.signedIn(first);
		const fields = hiddenFields(await browser.visit('/profile'), '?/save');
		// in another tab
		expect((await browser.signIn(second)).status).toBe(303);

		const typed = { first_name: 'Ada', last_name: 'Lovelace & <b>' };
		const answer = await browser.submit('/profile?/save', { ...fields, ...typed });
		expect(answer.status).toBe(409);
		expect(answer.body).toContain(`You are signed in as ${second.email} now`);
		expect(answer.body).toContain('role="alert"');
		expect(answer.body).toContain('value="Ada"');
		expect(answer.body).toContain('value="Lovelace &amp; &lt;b>"');
		expect(await namesOf(first)).toEqual(NO_NAMES);
		expect(await namesOf(second)).toEqual(NO_NAMES);

		// meant for this account after all
		const again = { ...hiddenFields(answer, '?/save'), ...typed };
		expect((await browser.submit('/profile?/save', again)).status).toBe(303);
		expect(await namesOf(second)).toEqual(typed);
		expect(await namesOf(first)).toEqual(NO_NAMES);
	});

	test('is accepted by no route, and neither is one without a member', async () => {
		const [person, other] = await directus.makePeople(2);
		if (!person || !other) throw new Error('There are no people.');
		const browser = await Browser.signedIn(person);
		const actions = routes
			.filter(({ id }) => id.includes('(protected)'))
			.flatMap(({ actions }) => actions)
			.filter((action) => !action.endsWith('?/restore'));
		expect(actions).toContain('/profile?/save');
		for (const action of actions) {
			for (const opened_by of [other.id, '', person.id.toUpperCase()]) {
				const { status } = await browser.submit(action, { opened_by, first_name: 'Eve' });
				expect(status, action).toBe(409);
			}
			expect((await browser.submit(action, { first_name: 'Eve' })).status, action).toBe(409);
		}
		expect(await namesOf(person)).toEqual(NO_NAMES);
	});
});

describe('C19 a form that is sent after its session has ended', () => {
	const PATH = '/profile?tab=names&/save';
	const typed = { first_name: 'Ada "the first"', last_name: 'Lovelace' };
	let person: Person;
	let browser: Browser;
	let fields: Record<string, string>;
	beforeAll(async () => {
		person = await directus.makePerson();
		browser = await Browser.signedIn(person);
		fields = { ...hiddenFields(await browser.visit('/profile?tab=names'), '?/save'), ...typed };
		browser.cookies.clear();
	});

	/** Sends it as a browser follows a redirect with 307. */
	async function arrive(from: Browser): Promise<Answer> {
		const answer = await from.submit(PATH, { ...fields, password: 'hunter2' });
		expect(answer.status).toBe(307);
		const target = location(answer) ?? '';
		expect(target).toBe('/signin?/keep&redirectedFrom=%2Fprofile%3Ftab%3Dnames&action=save');
		return from.submit(target, { ...fields, password: 'hunter2' });
	}

	const SIGN_IN = '?/login&redirectedFrom=%2Fprofile%3Ftab%3Dnames';

	test('is restored after signing in, even after failed attempts, and then saves', async () => {
		const page = await arrive(browser);
		expect(page.status).toBe(401);
		expect(page.body).toContain('what you typed comes back');
		expect(page.body).not.toMatch(/Ada|Lovelace|hunter2/);
		let { kept = '' } = hiddenFields(page, SIGN_IN);
		expect(kept).not.toBe('');
		// this page has left no cookie that could come back
		expect(page.body).not.toContain('cookie_test');

		const wrong = await browser.submit(`/signin${SIGN_IN}`, { ...person, password: 'x', kept });
		expect(wrong.status).toBe(401);
		({ kept = '' } = hiddenFields(wrong, SIGN_IN));

		const { email, password } = person;
		const signedIn = await browser.submit(`/signin${SIGN_IN}`, { email, password, kept });
		expect(signedIn.status).toBe(200);
		expect(signedIn.body).toContain('You are signed in');
		expect(signedIn.body).toContain(email);
		expect(await namesOf(person)).toEqual(NO_NAMES);

		const onward = '/profile?tab=names&/restore';
		const restored = await browser.submit(onward, hiddenFields(signedIn, onward));
		expect(restored.status).toBe(200);
		expect(restored.body).toContain('value="Ada &quot;the first&quot;"');
		expect(restored.body).toContain('value="Lovelace"');
		expect(restored.body).toContain('not saved yet');
		expect(await namesOf(person)).toEqual(NO_NAMES);

		const saved = { ...hiddenFields(restored, '?/save'), ...typed };
		expect((await browser.submit('/profile?/save', saved)).status).toBe(303);
		expect(await namesOf(person)).toEqual(typed);
	});

	test('is not restored for another person who signs in', async () => {
		const page = await arrive(new Browser());
		const { kept = '' } = hiddenFields(page, SIGN_IN);
		const other = await directus.makePerson();
		const theirs = await Browser.signedIn(other);
		const restored = await theirs.submit('/profile?/restore', { kept });
		expect(restored.status).toBe(409);
		expect(restored.body).toContain(`You are signed in as ${other.email} now`);
		expect(restored.body).not.toMatch(/Ada|Lovelace/);
	});

	test('is restored only on its own page, and only unchanged', async () => {
		const member = await Browser.signedIn(person);
		for (const kept of ['', 'forged', 'A'.repeat(200)]) {
			const { status, body } = await member.submit('/profile?/restore', { kept });
			expect(status).toBe(400);
			expect(body).toContain('could not be kept');
		}
		const { kept = '' } = hiddenFields(await arrive(new Browser()), SIGN_IN);
		const { email, password } = person;
		const elsewhere = await new Browser().submit('/signin?/login&redirectedFrom=%2Farticles', {
			email,
			password,
			kept
		});
		expect([elsewhere.status, location(elsewhere)]).toEqual([303, '/articles']);
	});

	test('shows an error where it is too large to keep', async () => {
		const long = { ...fields, first_name: 'x'.repeat(150_000) };
		const guest = new Browser();
		const target = location(await guest.submit(PATH, long)) ?? '';
		const { status, body } = await guest.submit(target, long);
		expect(status).toBe(401);
		expect(body).toContain('too much to keep here');
		expect(body).not.toContain('name="kept"');
	});

	test('from a script gets the redirect to sign in', async () => {
		const answer = await new Browser().enhancedSubmit(PATH, fields);
		expect(JSON.parse(answer.body)).toMatchObject({
			type: 'redirect',
			location: '/signin?redirectedFrom=%2Fprofile%3Ftab%3Dnames'
		});
	});
});
