import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from './browser.ts';
import { Directus } from './directus.ts';
import { installation } from './installation.ts';

const directus = new Directus(installation);
let member: Browser;
beforeAll(async () => {
	member = await Browser.signedIn(await directus.makePerson());
});
afterAll(() => directus.clear());

/** What a browser sends for a link on another site: of the cookies only the Lax one. */
const FROM_ELSEWHERE = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
const BOUNCE = 'http-equiv="refresh"';

function withheld(): Browser {
	const browser = member.clone();
	browser.cookies.delete('access_token');
	browser.cookies.delete('refresh_token');
	return browser;
}

describe('N05 a member who follows a link from another site', () => {
	test.each(['/', '/articles', '/profile', '/signin', '/nowhere', '/articles?page=2'])(
		'gets to %s a page that comes back by itself',
		async (path) => {
			const browser = withheld();
			const { status, headers, body } = await browser.visit(path, FROM_ELSEWHERE);

			expect(status).toBe(200);
			expect(headers.get('cache-control')).toBe('private, no-store');
			expect(headers.getSetCookie()).toEqual([]);
			expect(browser.cookies.has('signed_in')).toBe(true);
			expect(body).toContain(`content="0;url=${path}"`);
			expect(body).toContain('location.reload()');
			const [, nonce = 'none'] = /<script nonce="([^"]+)"/.exec(body) ?? [];
			expect(headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
		}
	);

	test('is let in when it comes back', async () => {
		const answer = await member.visit('/profile', { 'sec-fetch-site': 'same-origin' });
		expect(answer.status).toBe(200);
	});

	test('is let in at once by a browser that sends the tokens', async () => {
		const { body } = await member.visit('/profile', FROM_ELSEWHERE);
		expect(body).not.toContain(BOUNCE);
	});

	test.each([
		'/articles?q="><script>alert(1)</script>',
		'/articles?q=%22%3E%3Cscript%3E',
		"/articles?q='onload=x",
		'//evil.example/x',
		'///evil.example/x',
		'/\\evil.example/x',
		'/;url=https://evil.example'
	])('cannot be led elsewhere by the address %s', async (path) => {
		const { status, body } = await withheld().visit(path, FROM_ELSEWHERE);
		expect(status).toBe(200);
		const [, target = ''] =
			/<meta http-equiv="refresh" content="0;url=([^"<>]*)">/.exec(body) ?? [];
		expect(target).toMatch(/^\/(?![/\\])/);
		expect(body.match(/<script/g)).toHaveLength(1);
	});
});

describe('nobody else sees that page', () => {
	test.each<[string, () => Browser, Record<string, string>]>([
		['a guest', () => new Browser(), FROM_ELSEWHERE],
		['whoever typed the address', withheld, { 'sec-fetch-site': 'none' }],
		['whoever comes from this site', withheld, { 'sec-fetch-site': 'same-origin' }],
		['whoever comes from a neighbour', withheld, { 'sec-fetch-site': 'same-site' }],
		['a browser that does not tell', withheld, { 'sec-fetch-site': '' }],
		['a script', withheld, { ...FROM_ELSEWHERE, 'sec-fetch-mode': 'cors' }],
		['a picture', withheld, { ...FROM_ELSEWHERE, 'sec-fetch-mode': 'no-cors' }]
	])('%s', async (_, browser, headers) => {
		const { status, body } = await browser().visit('/articles', headers);
		expect(status).toBe(200);
		expect(body).not.toContain(BOUNCE);
	});

	test('a prefetch', async () => {
		const headers = { ...FROM_ELSEWHERE, 'sec-fetch-mode': 'no-cors', 'sec-purpose': 'prefetch' };
		expect((await withheld().visit('/articles', headers)).body).not.toContain(BOUNCE);
	});

	test('a request for data', async () => {
		const { headers } = await withheld().visit('/articles/__data.json', FROM_ELSEWHERE);
		expect(headers.get('content-type')).toContain('application/json');
	});

	test('HEAD, and a form', async () => {
		const head = await withheld().send('HEAD', '/articles', { headers: FROM_ELSEWHERE });
		expect(head.headers.get('content-security-policy')).toContain('script-src');
		const { status } = await withheld().submit('/logout', {}, { ...FROM_ELSEWHERE, origin: 'x' });
		expect(status).toBe(403);
	});
});

test('N06 a guest who follows a link to a protected page is led to sign in, with the way back', async () => {
	const { status, headers } = await new Browser().visit('/profile?a=b', FROM_ELSEWHERE);
	expect(status).toBe(303);
	expect(headers.get('location')).toBe('/signin?redirectedFrom=%2Fprofile%3Fa%3Db');
});

test('N06 a session that has ended leads to sign in after one bounce, without a loop', async () => {
	const browser = withheld();
	expect((await browser.visit('/profile', FROM_ELSEWHERE)).body).toContain(BOUNCE);
	expect((await browser.visit('/profile', { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
});
