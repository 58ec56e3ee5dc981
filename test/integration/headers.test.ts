import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { everyRoute } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';
import type { Route } from '../support/built-routes.ts';

const directus = new Directus(installation);
let routes: Route[];
let person: Person;
let member: Browser;
const guest = new Browser();
beforeAll(async () => {
	[routes, person] = await Promise.all([everyRoute(directus), directus.makePerson()]);
	member = await Browser.signedIn(person);
});
afterAll(() => directus.clear());

const NO_STORE = 'private, no-store';
/** The same for guests and members. */
const isFile = ({ path }: Route) =>
	path.startsWith('/assets/') || path === '/.well-known/jwks.json';

describe('H01 caching', () => {
	test('responses to a member are no-store', async () => {
		for (const { path } of routes.filter((route) => !isFile(route))) {
			const { headers } = await member.visit(path);
			expect(headers.get('cache-control'), path).toBe(NO_STORE);
		}
		for (const { path } of routes.filter(({ isPage }) => isPage)) {
			const { headers } = await member.data(path);
			expect(headers.get('cache-control'), path).toBe(NO_STORE);
		}
	});

	test('responses to a member at an address that looks like a file are no-store', async () => {
		for (const end of ['/x.css', '.css', ';x.css', '%2fx.css', '?x.css', '/x.js', '/favicon.ico']) {
			const { headers } = await member.visit(`/profile${end}`);
			expect(headers.get('cache-control'), end).toBe(NO_STORE);
		}
	});

	test('sign-in pages, redirects and errors for a guest are no-store', async () => {
		const mailed = ['/reset-password', '/verify-email', '/accept-invite'];
		const ways = ['/signin', '/signup', ...mailed.map((path) => `${path}?token=x`)];
		const redirects = ['/profile', '/.well-known/change-password'];
		const errors = ['/nowhere', '/%', '/articles/nowhere', '/articles?page=x', '/assets/nowhere'];
		for (const path of [...ways, ...redirects, ...errors]) {
			const { headers } = await guest.visit(path);
			expect(headers.get('cache-control'), path).toBe(NO_STORE);
		}
		for (const path of routes.flatMap(({ actions }) => actions)) {
			const { headers } = await guest.clone().submit(path, {});
			expect(headers.get('cache-control'), path).toBe(NO_STORE);
		}
	});

	test('responses that set a cookie are no-store', async () => {
		const browser = new Browser();
		const answers = [
			await browser.signIn(person),
			await browser.visit('/'), // takes the notice
			await browser.submit('/logout', {})
		];
		for (const { headers } of answers) {
			expect(headers.getSetCookie()).not.toEqual([]);
			expect(headers.get('cache-control')).toBe(NO_STORE);
		}
	});

	test('a public page is revalidated each time, so that signing in shows', async () => {
		const { headers } = await guest.visit('/articles');
		expect(headers.get('cache-control')).toBe('private, no-cache');
	});

	test('files with a hash in their name are immutable', async () => {
		const { body } = await guest.visit('/');
		const [, script = ''] = /href="\.(\/_app\/immutable\/[^"]+\.js)"/.exec(body) ?? [];
		const { status, headers } = await guest.visit(script);
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('public,max-age=31536000,immutable');
	});

	test.each([
		'behaviour.js',
		'session-sync.js',
		'favicon.svg',
		'favicon.ico',
		'apple-touch-icon.png'
	])('%s, which has the same name in every release, is cached for an hour', async (name) => {
		const { status, headers } = await guest.visit(`/${name}`);
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('public, max-age=3600');
	});
});

describe('H02 the content security policy', () => {
	test('is on every page, form answer and error, with a nonce of its own', async () => {
		const nonces = new Set<string>();
		const look = (what: string, answer: Answer) => {
			const policy = answer.headers.get('content-security-policy') ?? '';
			expect(policy, what).toContain("object-src 'none'");
			expect(policy, what).toContain("base-uri 'none'");
			expect(policy, what).toContain("form-action 'self'");
			expect(policy, what).toContain("frame-ancestors 'none'");
			expect(policy, what).not.toContain('unsafe-inline');
			expect(policy, what).not.toContain('unsafe-eval');
			for (const [tag] of answer.body.matchAll(/<script\b[^>]*>/g)) {
				if (/src="(?!\w+:|\/\/)/.test(tag)) continue; // of this site
				const [, nonce = 'none'] = /nonce="([^"]+)"/.exec(tag) ?? [];
				expect(policy, `${what}: ${tag}`).toContain(`'nonce-${nonce}'`);
				expect(nonces.has(nonce), what).toBe(false);
			}
			const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
			if (nonce) nonces.add(nonce);
		};

		const pages = routes.filter(({ isPage }) => isPage);
		for (const { path } of pages) {
			const answer = await guest.visit(path);
			if (answer.status === 200) look(path, answer);
			const own = await member.visit(path);
			if (own.status === 200) look(`${path}, signed in`, own);
		}
		for (const path of routes.flatMap(({ actions }) => actions)) {
			const answer = await guest.clone().submit(path, {});
			if (answer.status !== 303) look(`form ${path}`, answer);
		}
		for (const path of ['/nowhere', '/%', '/articles/nowhere']) {
			look(path, await guest.visit(path));
		}
		expect(nonces.size).toBeGreaterThan(pages.length);
	});

	test('allows no style or handler in the markup of a page', async () => {
		for (const { path } of routes.filter(({ isPage }) => isPage)) {
			const { body } = await guest.visit(path);
			expect(body, path).not.toMatch(/<[^>]+\sstyle="/);
			expect(body, path).not.toMatch(/<[^>]+\son[a-z]+="/);
		}
	});
});

test('H03 every response forbids sniffing, framing and cross-origin use, and limits referrers', async () => {
	const answers: [string, Answer][] = [];
	for (const { path } of routes) answers.push([path, await guest.visit(path)]);
	for (const path of ['/nowhere', '/%', '/favicon.svg', '/_app/nowhere.js', '//', '/profile/']) {
		answers.push([path, await guest.visit(path)]);
	}
	const evil = { origin: 'https://evil.example' };
	answers.push(['a refused form', await guest.submit('/signin?/login', {}, evil)]);
	answers.push(['a preflight', await guest.send('OPTIONS', '/', { headers: evil })]);

	for (const [what, { headers }] of answers) {
		expect(headers.get('x-content-type-options'), what).toBe('nosniff');
		expect(headers.get('x-frame-options'), what).toBe('DENY');
		expect(headers.get('referrer-policy'), what).toBe('strict-origin');
		expect(headers.get('cross-origin-opener-policy'), what).toBe('same-origin');
		expect(headers.get('cross-origin-resource-policy'), what).toBe('same-origin');
		expect(headers.has('access-control-allow-origin'), what).toBe(false);
		expect(headers.has('strict-transport-security'), what).toBe(false); // on plain http
		expect(headers.has('x-powered-by'), what).toBe(false);
		expect(headers.has('server'), what).toBe(false);
	}
});

describe('H04 a request with a foreign Host header', () => {
	const claims = {
		host: 'evil.example',
		'x-forwarded-host': 'evil.example',
		'x-forwarded-proto': 'https',
		'x-forwarded-port': '1',
		forwarded: 'host=evil.example;proto=https'
	};

	test('changes no link, redirect or cookie', async () => {
		for (const { path } of routes) {
			const { headers, body } = await member.clone().visit(path, claims);
			const shown = `${[...headers].join('\n')}\n${body}`;
			expect(shown.includes('evil.example'), path).toBe(false);
			expect(
				headers.getSetCookie().some((cookie) => /secure/i.test(cookie)),
				path
			).toBe(false);
		}
	});

	test('does not let forms of that host pass', async () => {
		const { email, password } = person;
		const headers = { ...claims, origin: 'https://evil.example' };
		const { status } = await new Browser().submit('/signin?/login', { email, password }, headers);
		expect(status).toBe(403);
	});
});

test('every response of a route has a unique request id', async () => {
	const pages = routes.filter(({ isPage }) => isPage).map(({ path }) => path);
	const ids = [];
	for (const path of [...pages, '/nowhere', '/healthz']) {
		ids.push((await guest.visit(path)).headers.get('x-request-id'));
	}
	expect(ids).not.toContain(null);
	expect(new Set(ids).size).toBe(ids.length);
});

test('an error page shows its request id', async () => {
	const { status, headers, body } = await guest.visit('/nowhere');
	expect(status).toBe(404);
	expect(body).toContain(headers.get('x-request-id'));
});
