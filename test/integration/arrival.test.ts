import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser, location, setCookies } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
let member: Browser;
beforeAll(async () => {
	member = await Browser.signedIn(await directus.makePerson());
});
afterAll(() => directus.clear());

/** Headers of a link on another site; of the cookies only the Lax ones are sent. */
const FROM_OTHER_SITE = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
/** Headers of WebKit for back and forward. */
const FROM_HISTORY = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };
/** Headers of a navigation that a page of this site began. */
const FROM_THIS_SITE = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' };
const DETOUR = 'http-equiv="refresh"';
const WITHHELD = 'your browser opened this page as it does for a guest';

function withheld(): Browser {
	const browser = member.clone();
	browser.cookies.delete('access_token');
	browser.cookies.delete('refresh_token');
	return browser;
}

/** The names of the cookies that mark a detour. */
function marks(browser: Browser): string[] {
	return [...browser.cookies.keys()].filter((name) => name.startsWith('arrival_'));
}

describe('N05 a member who follows a link from another site', () => {
	test.each(['/', '/articles', '/profile', '/signin', '/nowhere', '/articles?page=2'])(
		'gets at %s a page that navigates again by itself, and a cookie that marks the detour',
		async (path) => {
			const browser = withheld();
			const answer = await browser.visit(path, FROM_OTHER_SITE);
			const { status, headers, body } = answer;

			expect(status).toBe(200);
			expect(headers.get('cache-control')).toBe('private, no-store');
			expect(browser.cookies.has('signed_in')).toBe(true);
			expect(body).toContain(`<noscript><meta http-equiv="refresh" content="0;url=${path}">`);
			expect(body).toContain('location.replace(href)');
			expect(body).not.toContain('reload()');
			const [, nonce = 'none'] = /<script nonce="([^"]+)"/.exec(body) ?? [];
			expect(headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
			expect(setCookies(answer)).toEqual([
				{
					name: expect.stringMatching(/^arrival_[\w-]{12}$/) as string,
					value: '1',
					attributes: { path: '/', httponly: '', samesite: 'Lax', 'max-age': '60' }
				}
			]);
		}
	);

	test.each([
		['back and forward in WebKit', FROM_HISTORY],
		['a browser without Fetch Metadata', { 'sec-fetch-mode': '' }]
	])('is sent on the same detour by %s', async (_, headers) => {
		const sent = { 'sec-fetch-site': '', ...headers };
		expect((await withheld().visit('/articles', sent)).body).toContain(DETOUR);
	});

	test('is signed in on the second navigation, which removes the mark', async () => {
		const browser = withheld();
		await browser.visit('/profile', FROM_OTHER_SITE);
		expect(marks(browser)).toHaveLength(1);
		for (const token of ['access_token', 'refresh_token']) {
			browser.cookies.set(token, member.cookies.get(token) ?? '');
		}
		const { status, body } = await browser.visit('/profile', FROM_THIS_SITE);
		expect(status).toBe(200);
		expect(body).not.toContain(WITHHELD);
		expect(marks(browser)).toEqual([]);
	});

	test('is signed in at once if the browser sends the tokens', async () => {
		const { body } = await member.visit('/profile', FROM_OTHER_SITE);
		expect(body).not.toContain(DETOUR);
	});

	test.each([
		'/articles?q="><script>alert(1)</script>',
		'/articles?q=%22%3E%3Cscript%3E',
		"/articles?q='onload=x",
		'//evil.example/x',
		'///evil.example/x',
		'/\\evil.example/x',
		'/;url=https://evil.example'
	])('cannot be redirected to another site by the address %s', async (path) => {
		const { status, body } = await withheld().visit(path, FROM_OTHER_SITE);
		expect(status).toBe(200);
		const [, target = ''] =
			/<meta http-equiv="refresh" content="0;url=([^"<>]*)">/.exec(body) ?? [];
		expect(target).toMatch(/^\/(?![/\\])/);
		expect(body.match(/<script/g)).toHaveLength(1);
	});
});

describe('N05 a detour never loops', () => {
	test.each(['/', '/articles?from=mail', '/nowhere'])(
		'a browser that withholds its cookies again gets %s as a guest, with a link, and may try again later',
		async (path) => {
			const browser = withheld();
			await browser.visit(path, FROM_OTHER_SITE);
			const { headers, body } = await browser.visit(path, FROM_OTHER_SITE);
			expect(body).not.toContain(DETOUR);
			expect(body).toContain(WITHHELD);
			expect(body).toMatch(/<a href="\/[^"]*" class="link">(<!---->)?Open it as a member/);
			expect(headers.get('cache-control')).toBe('private, no-store');
			expect(marks(browser)).toEqual([]);
			expect((await browser.visit(path, FROM_OTHER_SITE)).body).toContain(DETOUR);
		}
	);

	test('a protected page redirects it to sign in without another detour, and from there back', async () => {
		const browser = withheld();
		await browser.visit('/profile?a=b', FROM_OTHER_SITE);
		const refused = await browser.visit('/profile?a=b', FROM_OTHER_SITE);
		expect(refused.status).toBe(303);
		const signIn = location(refused) ?? '';
		expect(signIn).toBe('/signin?redirectedFrom=%2Fprofile%3Fa%3Db');
		const { status, body } = await browser.visit(signIn, FROM_OTHER_SITE);
		expect(status).toBe(200);
		expect(body).not.toContain(DETOUR);
		expect(body).toContain(WITHHELD);
		expect(marks(browser)).toEqual([]);
		expect(location(await member.clone().visit(signIn, FROM_THIS_SITE))).toBe('/profile?a=b');
	});

	test('concurrent tabs each have a detour of their own', async () => {
		const browser = withheld();
		for (const path of ['/', '/articles', '/articles?page=2']) {
			expect((await browser.visit(path, FROM_OTHER_SITE)).body).toContain(DETOUR);
		}
		expect(marks(browser)).toHaveLength(3);
	});

	test('another site cannot fill a browser with marks for detours', async () => {
		const browser = withheld();
		for (let visit = 0; visit < 16; visit++) {
			expect((await browser.visit(`/articles?visit=${visit}`, FROM_OTHER_SITE)).body).toContain(
				DETOUR
			);
		}
		expect((await browser.visit('/', FROM_OTHER_SITE)).body).toContain(WITHHELD);
		expect(marks(browser)).toHaveLength(16);
	});

	test('any sequence of navigations gets at most one detour in a row for one address', async () => {
		const path = fc.constantFrom('/', '/articles', '/profile', '/signin');
		const site = fc.constantFrom('cross-site', 'none', 'same-origin', '');
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(path, site), { maxLength: 12 }), async (visits) => {
				const browser = withheld();
				const detoured = new Set<string>();
				for (const [path, site] of visits) {
					const headers = { 'sec-fetch-site': site };
					const isDetour = (await browser.visit(path, headers)).body.includes(DETOUR);
					expect(isDetour && detoured.has(path)).toBe(false);
					if (isDetour) detoured.add(path);
					else detoured.delete(path);
				}
			}),
			{ numRuns: 25 }
		);
	});
});

describe('the page of an arrival is not sent to', () => {
	test.each<[string, () => Browser, Record<string, string>]>([
		['a guest', () => new Browser(), FROM_OTHER_SITE],
		['a member who typed the address', () => member.clone(), FROM_HISTORY],
		['a browser without tokens that comes from this site', withheld, FROM_THIS_SITE],
		['a browser that comes from a subdomain', withheld, { 'sec-fetch-site': 'same-site' }],
		[
			'a script of a browser without Fetch Metadata',
			withheld,
			{ 'sec-fetch-site': '', 'sec-fetch-mode': '', accept: '*/*' }
		],
		['a script', withheld, { ...FROM_OTHER_SITE, 'sec-fetch-mode': 'cors' }],
		['a picture', withheld, { ...FROM_OTHER_SITE, 'sec-fetch-mode': 'no-cors' }]
	])('%s', async (_, browser, headers) => {
		const { status, body } = await browser().visit('/articles', headers);
		expect(status).toBe(200);
		expect(body).not.toContain(DETOUR);
	});

	test('a prefetch', async () => {
		const headers = { ...FROM_OTHER_SITE, 'sec-fetch-mode': 'no-cors', 'sec-purpose': 'prefetch' };
		expect((await withheld().visit('/articles', headers)).body).not.toContain(DETOUR);
	});

	test('a request for data', async () => {
		const { headers } = await withheld().visit('/articles/__data.json', FROM_OTHER_SITE);
		expect(headers.get('content-type')).toContain('application/json');
	});

	test('HEAD, and a form', async () => {
		const head = await withheld().send('HEAD', '/articles', { headers: FROM_OTHER_SITE });
		expect(head.headers.get('content-security-policy')).toContain('script-src');
		const { status } = await withheld().submit('/logout', {}, { ...FROM_OTHER_SITE, origin: 'x' });
		expect(status).toBe(403);
	});
});

test('N06 a guest who follows a link to a protected page is redirected to sign in, with the return path', async () => {
	const { status, headers } = await new Browser().visit('/profile?a=b', FROM_OTHER_SITE);
	expect(status).toBe(303);
	expect(headers.get('location')).toBe('/signin?redirectedFrom=%2Fprofile%3Fa%3Db');
});

test('N06 a member whose session has ended is redirected to sign in after one detour, without a loop', async () => {
	const browser = withheld();
	expect((await browser.visit('/profile', FROM_OTHER_SITE)).body).toContain(DETOUR);
	expect((await browser.visit('/profile', FROM_THIS_SITE)).status).toBe(303);
});
