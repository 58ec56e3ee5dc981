// Settings of the site in Studio, beside its texts.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const FIELDS = [
	'time_zone',
	'premium_text',
	'premium_link',
	'premium_link_text',
	'terms_link',
	'terms_version'
];
/** Content is cached for a second; the rest is for a slow machine. */
const POLL = { timeout: 10_000, interval: 100 };

const directus = new Directus(installation);
let before: object;
beforeAll(async () => {
	before = await directus.send('GET', `/items/site?fields=${FIELDS.join()}`);
});
afterEach(() => directus.send('PATCH', '/items/site', before));
afterAll(() => directus.clear());

const set = (values: object) => directus.send('PATCH', '/items/site', values);
const bodyOf = async (browser: Browser, path: string) => (await browser.visit(path)).body;

test('dates are in the time zone of the site, or in UTC without a valid one', async () => {
	const { path } = await directus.makeArticle({
		audience: 'public',
		published_at: '2001-12-31T23:30:00Z'
	});
	const guest = new Browser();
	for (const [time_zone, day] of [
		['Europe/Berlin', 'January 1, 2002'],
		['America/New_York', 'December 31, 2001'],
		['Nowhere/At_all', 'December 31, 2001'],
		[null, 'December 31, 2001'],
		['Pacific/Auckland', 'January 1, 2002']
	]) {
		await set({ time_zone });
		await expect.poll(() => bodyOf(guest, path), POLL).toContain(day);
		expect(await bodyOf(guest, path)).toContain('datetime="2001-12-31T23:30:00');
	}
});

test('the wall of a premium article links to the address in the settings, and to no other', async () => {
	const { path } = await directus.makeArticle({ audience: 'premium' });
	const member = await Browser.signedIn(await directus.makePerson());
	expect(await bodyOf(member, path)).toContain('The editors can upgrade you');

	await set({
		premium_text: 'Premium is 3 € a month & <b>worth it</b>.',
		premium_link: '/membership?from=wall',
		premium_link_text: 'Become a premium member'
	});
	const link = /<a href="\/membership\?from=wall" class="button">Become a premium member<\/a>/;
	await expect.poll(() => bodyOf(member, path), POLL).toMatch(link);
	const body = await bodyOf(member, path);
	expect(body).toContain('Premium is 3 € a month &amp; &lt;b>worth it&lt;/b>.');
	expect(body).not.toContain('The editors can upgrade');
	expect(await bodyOf(new Browser(), path)).not.toContain('membership?from=wall');

	await set({ premium_link: 'https://shop.example/' });
	await expect
		.poll(() => bodyOf(member, path), POLL)
		.toContain('<a href="https://shop.example/" class="button">');
});

test.each([
	['premium_link', 'javascript:alert(1)'],
	['premium_link', 'membership'],
	['premium_link', '//x.example'],
	['terms_link', 'www.example.com/terms'],
	['terms_link', '/a b'],
	['terms_version', '  ']
])('the setting %s is refused in Studio with the ineffective value %j', async (field, value) => {
	await expect(set({ [field]: value })).rejects.toThrow(field);
});

describe('a new member', () => {
	const PASSWORD = 'long enough';
	const join = (fields: Record<string, string>) =>
		new Browser().submit('/signup?/register', { password: PASSWORD, ...fields });
	const agreedTo = async (email: string) => {
		const [made] = await directus.clearLater(email);
		if (!made) return null;
		const fields = 'terms_version,terms_accepted_at';
		return directus.send<{ terms_version: string | null; terms_accepted_at: string | null }>(
			'GET',
			`/users/${made.id}?fields=${fields}`
		);
	};

	test('has to agree to terms only if the site has some', async () => {
		expect(await bodyOf(new Browser(), '/signup')).not.toContain('name="terms"');
		const email = `${randomUUID()}@example.com`;
		// whatever is sent besides
		expect((await join({ email, terms: 'x', terms_version: 'x' })).status).toBe(303);
		expect(await agreedTo(email)).toEqual({ terms_version: null, terms_accepted_at: null });
	});

	test('has to agree to the current version, which is stored with the time', async () => {
		await set({ terms_link: '/about/privacy', terms_version: '2026-11' });
		await expect.poll(() => bodyOf(new Browser(), '/signup'), POLL).toContain('value="2026-11"');
		expect(await bodyOf(new Browser(), '/signup')).toContain('href="/about/privacy"');
		const email = `${randomUUID()}@example.com`;
		for (const terms of [undefined, '', '2026-10']) {
			const { status, body } = await join({ email, ...(terms !== undefined && { terms }) });
			expect(status).toBe(422);
			expect(body).toContain('agree to the terms of this site');
			expect(body).toContain(`value="${email}"`);
		}
		expect(await agreedTo(email)).toBeNull();

		const startedAt = Date.now();
		expect((await join({ email, terms: '2026-11' })).status).toBe(303);
		const agreed = await agreedTo(email);
		expect(agreed?.terms_version).toBe('2026-11');
		const acceptedAt = Date.parse(agreed?.terms_accepted_at ?? '');
		expect(acceptedAt).toBeGreaterThanOrEqual(startedAt - 1000);
		expect(acceptedAt).toBeLessThanOrEqual(Date.now() + 1000);
	});

	test('with a registered address does not change the consent of its owner', async () => {
		const person = await directus.makePerson({ terms_version: '2020' });
		await set({ terms_link: '/about/privacy', terms_version: '2026-11' });
		await expect.poll(() => bodyOf(new Browser(), '/signup'), POLL).toContain('value="2026-11"');
		expect((await join({ email: person.email, terms: '2026-11' })).status).toBe(409);
		expect(await agreedTo(person.email)).toMatchObject({ terms_version: '2020' });
	});
});

test('the link «Edit in Studio» is shown to people who may change articles and enter Studio', async () => {
	const { path } = await directus.makeArticle({ audience: 'public' });
	const update = { collection: 'articles', action: 'update', fields: ['*'], permissions: {} };
	const seen: Record<string, boolean> = {};
	for (const [who, studio, permissions] of [
		['with neither', false, []],
		['who may only change articles', false, [update]],
		['who may only enter Studio', true, []],
		['who may do both', true, [update]]
	] as const) {
		const role = await directus.makeRole();
		const addresses: string[] = [];
		await directus.makePolicy({ addresses, role, studio, permissions: [...permissions] });
		const browser = await Browser.signedIn(await directus.makePerson({ role }));
		seen[who] = (await bodyOf(browser, path)).includes('Edit in Studio');
	}
	expect(seen).toEqual({
		'with neither': false,
		'who may only change articles': false,
		'who may only enter Studio': false,
		'who may do both': true
	});
});
