import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { RIGHTS_HEADER } from '@portico/contract/content.ts';
import { member } from '../../directus/access/roles.ts';
import { type Answer, Browser } from '../support/browser.ts';
import { type Article, Directus, type Person } from '../support/directus.ts';
import { PICTURE } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';
import { type Fault, Relay } from '../support/relay.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 20_000 };
/** Directus makes its tables from nothing: a quarter of a minute, on a busy machine more. */
const OWN_DIRECTUS_MILLISECONDS = 300_000;

/** The request that the app sends while it waits for Directus to come back. */
const PROBE = new Set(['/server/ping']);

const directus = new Directus(installation);
let person: Person;
let knownArticle: Article;
let article: Article;
let membersArticle: Article;
let picture: string;
beforeAll(async () => {
	[person, knownArticle, article, membersArticle, picture] = await Promise.all([
		directus.makePerson(),
		directus.makeArticle({ audience: 'public' }),
		directus.makeArticle({ audience: 'public' }),
		directus.makeArticle({ audience: 'members' }),
		directus.makeFile(PICTURE, 'image/png', 'public')
	]);
});
afterAll(() => directus.clear());

const refused = (status: number, code: string): Fault => ({
	status,
	body: JSON.stringify({ errors: [{ message: 'a secret of Directus', extensions: { code } }] })
});
const html = (status: number): Fault => ({
	status,
	body: `<h1>a secret of Directus</h1>`,
	headers: { 'content-type': 'text/html' }
});

const troubles: [string, Fault | 'refused'][] = [
	['is not there', 'refused'],
	['breaks every connection', 'cut'],
	['answers nothing', 'hang'],
	['stops in the middle of its answers', 'slow body'],
	['counts too many requests', refused(429, 'REQUESTS_EXCEEDED')],
	['has lost its database', refused(500, 'INTERNAL_SERVER_ERROR')],
	['is under pressure', refused(503, 'SERVICE_UNAVAILABLE')],
	['stands behind a proxy that says 401', html(401)],
	['stands behind a proxy that says 200', html(200)]
];

/** The visitors; each has been to the site before. */
type Visitors = {
	/** Opened `/articles` and `knownArticle` a moment ago. */
	guest: Browser;
	/** Signed in; the access token is in no cache yet. */
	member: Browser;
	/** Signed in; the access token has run out. */
	returning: Browser;
};
type Way = (visitors: Visitors, app: OwnApp) => Promise<Answer>;

/** Requests that need a failing operation of Directus, and their expected status. */
const matrix: { operation: string; path: RegExp; ways: Record<string, [Way, number]> }[] = [
	{
		operation: 'refresh',
		path: /^\/portico\/session\/refresh$/,
		ways: waysOfMember(({ returning }) => returning.clone())
	},
	{
		operation: 'who am I',
		path: /^\/portico\/me$/,
		ways: waysOfMember(({ member }) => member.clone())
	},
	{
		operation: 'login',
		path: /^\/portico\/session$/,
		ways: {
			page: [({ guest }) => guest.visit('/signin'), 200],
			data: [({ guest }) => guest.data('/signin'), 200],
			action: [(_, { url }) => new Browser(url).signIn(person), 503],
			'action by script': [
				(_, { url }) => new Browser(url).enhancedSubmit('/signin?/login', { ...person }),
				503
			]
		}
	},
	{
		operation: 'content',
		path: /^\/(items|assets|auth|portico\/(teasers|policy|ready|recovery|redirects))\b/,
		ways: {
			'known page': [({ guest }) => guest.visit('/articles'), 200],
			'known article': [({ guest }) => guest.visit(knownArticle.path), 200],
			'data of a known page': [({ guest }) => guest.data('/articles'), 200],
			'page that is not cached': [({ guest }) => guest.visit(article.path), 503],
			// as Kit does it: the error stands inside a response with status 200
			'data of a page that is not cached': [({ guest }) => guest.data(article.path), 200],
			form: [({ guest }) => guest.visit('/signup'), 503],
			action: [({ guest }) => guest.submit('/signup?/register', unknownAccount), 503],
			'action by script': [
				({ guest }) => guest.enhancedSubmit('/signup?/register', unknownAccount),
				503
			],
			'another action': [({ guest }) => guest.submit('/forgot-password', unknownAccount), 503],
			endpoint: [({ guest }) => guest.visit(`/assets/${picture}`), 503],
			readiness: [({ guest }) => guest.visit('/readyz'), 503]
		}
	}
];
const unknownAccount = { email: 'a@example.com', password: 'long enough' };

function waysOfMember(of: (visitors: Visitors) => Browser): Record<string, [Way, number]> {
	const names = { first_name: 'Ada' };
	return {
		page: [(visitors) => of(visitors).visit('/profile'), 503],
		data: [(visitors) => of(visitors).data('/profile'), 503],
		action: [(visitors) => of(visitors).submit('/profile?/save', names), 503],
		'action by script': [(visitors) => of(visitors).enhancedSubmit('/profile?/save', names), 503],
		endpoint: [(visitors) => of(visitors).visit('/healthz'), 200],
		// else the tabs of a member would turn into a guest's
		'who is signed in': [(visitors) => of(visitors).visit('/session'), 503],
		'public page': [(visitors) => of(visitors).visit('/articles'), 200],
		'sign-in page': [(visitors) => of(visitors).visit('/signin'), 200]
	};
}

// each trouble has an app and a way to Directus of its own: they wait side by side
describe.concurrent.each(troubles)('R04 while Directus %s', (_, trouble) => {
	let relay: Relay;
	let app: OwnApp;
	let visitors: Visitors;
	/** By operation and way in. */
	const answers = new Map<string, Answer>();
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
		const [member, returning] = await Promise.all([
			Browser.signedIn(person, app.url),
			Browser.signedIn(person, app.url)
		]);
		for (const { cookies } of [member, returning]) cookies.delete('notice');
		returning.cookies.delete('access_token');
		visitors = { guest: new Browser(app.url), member, returning };
		for (const path of ['/articles', knownArticle.path]) await visitors.guest.visit(path);

		if (trouble === 'refused') await relay.refuse();
		for (const { operation, path, ways } of matrix) {
			if (trouble !== 'refused') {
				relay.fault = (request) => (path.test(request.path) ? trouble : 'pass');
			}
			const run = async ([way, [send]]: [string, [Way, number]]) => {
				answers.set(`${operation}: ${way}`, await send(visitors, app));
			};
			await Promise.all(Object.entries(ways).map(run));
		}
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('pages, data, forms and endpoints get the expected status', () => {
		const statuses = [...answers].map(([what, { status }]) => [what, status]);
		const meant = matrix.flatMap(({ operation, ways }) =>
			Object.entries(ways).map(([way, [, status]]) => [`${operation}: ${way}`, status])
		);
		expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(meant));
	});

	test('R06 cookies stay untouched', () => {
		for (const [what, { headers }] of answers) {
			// the sign-in page looks whether the browser keeps cookies
			const cookies = headers.getSetCookie().filter((cookie) => !cookie.startsWith('cookie_test='));
			expect(cookies, what).toEqual([]);
		}
	});

	test('a 503 has a Retry-After, and no cache keeps it', () => {
		for (const [what, { status, headers }] of answers) {
			if (status !== 503) continue;
			expect(headers.get('retry-after'), what).toMatch(/^[1-9]\d*$/);
			expect(headers.get('cache-control'), what).toBe('private, no-store');
		}
	});

	test('the data of a page that cannot be loaded contains the status 503', () => {
		const { body = '' } = answers.get('content: data of a page that is not cached') ?? {};
		expect(body).toMatch(/"type":"error".*"status":503/);
	});

	test.each(['refresh', 'who am I'])(
		'the error page shows that a member is still signed in (%s)',
		(operation) => {
			const page = answers.get(`${operation}: page`);
			expect(page?.body).toContain('still signed in');
			expect(page?.headers.get('content-security-policy')).toMatch(
				/default-src 'none'.*frame-ancestors 'none'/
			);
			const open = answers.get(`${operation}: public page`);
			expect(open?.body).toMatch(/still\s+signed in/);
			expect(open?.headers.get('cache-control')).toBe('private, no-store');
		}
	);

	test('a guest sees recently cached public content, without a note', () => {
		expect(answers.get('content: known page')?.body).not.toContain('still signed in');
		expect(answers.get('content: known article')?.body).toContain(knownArticle.words);
		expect(answers.get('content: page that is not cached')?.body).toContain('Back in a moment');
	});

	test('H05 the error page shows a reference and nothing of Directus’ response', () => {
		for (const [what, { body }] of answers) {
			expect(body, what).not.toMatch(/a secret of Directus|SERVICE_UNAVAILABLE|UNAVAILABLE/);
			expect(body, `${what}: a stack`).not.toMatch(/\bat .*\.[jt]s:\d+|DirectusFailure/);
		}
		for (const what of ['refresh: page', 'who am I: page', 'content: page that is not cached']) {
			const { body = '', headers } = answers.get(what) ?? {};
			expect(body, what).toContain(headers?.get('x-request-id'));
		}
	});

	test('R05 afterwards all members are signed in as before, and the site shows its content', async ({
		expect
	}) => {
		if (trouble === 'refused') await relay.accept();
		relay.fault = () => 'pass';
		relay.release();
		const { guest, member, returning } = visitors;
		const again = async () => {
			const pages = [member.clone().visit('/profile'), returning.clone().visit('/profile')];
			const [mine, renewed, content] = await Promise.all([...pages, guest.visit(article.path)]);
			return [mine?.status, renewed?.status, content?.status];
		};
		await expect.poll(again, POLL).toEqual([200, 200, 200]);
	});
});

// a Directus of its own, whose tokens live for seconds, and which is stopped where it stands
describe.concurrent('R04 while Directus is suspended and the access token expires', () => {
	let own: OwnDirectus;
	let app: OwnApp;
	let person: Person;
	beforeAll(async () => {
		own = await startDirectus({ ACCESS_TOKEN_TTL: '4s' });
		app = await startApp({ DIRECTUS_URL: own.directusUrl });
		person = await new Directus(own).makePerson();
	}, OWN_DIRECTUS_MILLISECONDS);
	afterAll(async () => {
		await app.stop();
		await own.end();
	});

	test('pages get no answer, and afterwards the session is valid', async ({ expect }) => {
		const browser = await Browser.signedIn(person, app.url);
		const before = new Map(browser.cookies);
		await new Browser(app.url).visit('/');
		await untilExpired(browser);
		own.suspend();
		try {
			const [page, again, front] = await Promise.all([
				browser.visit('/profile'),
				browser.clone().visit('/profile'),
				browser.clone().visit('/')
			]);
			expect([page.status, again.status]).toEqual([503, 503]);
			expect(page.headers.get('retry-after')).toMatch(/^\d+$/);
			for (const name of ['refresh_token', 'signed_in']) {
				expect(browser.cookies.get(name), name).toBe(before.get(name));
			}
			expect(front.status).toBe(200);
			expect(front.body).toMatch(/still\s+signed in/);
		} finally {
			own.resume();
		}
		await expect
			.poll(async () => (await browser.visit('/profile')).body, POLL)
			.toContain(person.email);
		expect(browser.cookies.get('refresh_token')).not.toBe(before.get('refresh_token'));

		await untilExpired(browser);
		const tabs = Array.from({ length: 30 }, () => browser.clone());
		const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));
		expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
		expect(new Set(tabs.map(({ cookies }) => cookies.get('refresh_token'))).size).toBe(1);
	});

	/** Waits until the access token of a browser has run out. */
	async function untilExpired({ cookies }: Browser): Promise<void> {
		const { exp = 0 } = jwt.decode(cookies.get('access_token') ?? '', { json: true }) ?? {};
		await vi.waitUntil(() => Date.now() / 1000 > exp, POLL);
	}
});

describe('while Directus is unavailable', () => {
	let relay: Relay;
	let app: OwnApp;
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
	});
	beforeEach(async () => {
		relay.fault = () => 'pass';
		// after failed calls the app sends no request until a probe succeeds
		await expect
			.poll(async () => (await new Browser(app.url).visit('/readyz')).status, POLL)
			.toBe(200);
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('a member whom the app has cached stays signed in', async () => {
		const browser = await Browser.signedIn(person, app.url);
		await browser.visit('/profile');
		relay.fault = () => 'cut';
		const { status, body } = await browser.visit('/profile');
		expect(status).toBe(200);
		expect(body).toContain(person.email);
	});

	test('G11 a text for members is shown to a member who had the rights a moment ago, and to no one else', async () => {
		const [known, unknown] = await Promise.all([
			Browser.signedIn(person, app.url),
			Browser.signedIn(person, app.url)
		]);
		const isKept = async () => {
			await known.visit(membersArticle.path);
			return relay.requests.some(
				({ path, headers, status }) =>
					path.includes(membersArticle.slug) && headers[RIGHTS_HEADER] && status === 200
			);
		};
		await expect.poll(isKept, POLL).toBe(true);
		relay.fault = () => 'cut';
		expect((await known.visit(membersArticle.path)).body).toContain(membersArticle.words);
		for (const browser of [unknown, new Browser(app.url)]) {
			const { status, body } = await browser.visit(membersArticle.path);
			expect(status).toBe(200);
			expect(body).not.toContain(membersArticle.words);
		}
	});

	test('R03 a successor whose response was lost is fetched again, and the session stays valid', async () => {
		const browser = await Browser.signedIn(person, app.url);
		browser.cookies.delete('access_token');
		const seen: string[] = [];
		relay.fault = ({ path }) => {
			seen.push(path);
			return path === '/portico/me' ? 'cut' : 'pass';
		};
		// the refresh succeeds, and then its owner cannot be looked up
		expect((await browser.visit('/profile')).status).toBe(503);
		expect(seen).toEqual(['/portico/session/refresh', '/portico/me']);

		relay.fault = () => 'pass';
		expect((await browser.visit('/profile')).status).toBe(200);
	});

	test.each([
		[401, 'INVALID_CREDENTIALS'],
		[403, 'INVALID_TOKEN']
	])('R05 a refusal with %d %s ends the session', async (status, code) => {
		const browser = await Browser.signedIn(person, app.url);
		browser.cookies.delete('access_token');
		relay.fault = ({ path }) =>
			path === '/portico/session/refresh' ? refused(status, code) : 'pass';
		expect((await browser.visit('/profile')).status).toBe(303);
		expect([...browser.cookies.keys()]).toEqual(['notice']);
	});

	test('G04 an incomplete record of a person ({id} alone) makes no member, and signs no one out', async () => {
		const browser = await Browser.signedIn(person, app.url);
		const cookies = new Map(browser.cookies);
		relay.fault = ({ path }) =>
			path === '/portico/me' ? { status: 200, body: `{"data":{"id":"${person.id}"}}` } : 'pass';
		expect((await browser.visit('/profile')).status).toBe(503);
		expect(browser.cookies).toEqual(cookies);
	});

	test('a Directus of the previous release, without rules_by_address, signs no member out', async () => {
		const browser = await Browser.signedIn(person, app.url);
		const { id, email } = person;
		const user = { id, email, first_name: null, last_name: null, status: 'active', role: member };
		relay.fault = ({ path }) =>
			path === '/portico/me' ? { status: 200, body: JSON.stringify({ data: user }) } : 'pass';
		const { status, body } = await browser.visit('/profile');
		expect(status).toBe(200);
		expect(body).toContain(email);
	});

	test.each([
		['/users/register', '/signup?/register'],
		['/auth/password/reset', '/reset-password'],
		['/portico/verification', '/verify-email']
	])(
		'H05 the message of Directus about a password (%s) is not passed on',
		async (endpoint, form) => {
			const secret = 'my-secret-word';
			const said = { message: `${secret} is weak`, extensions: { code: 'FAILED_VALIDATION' } };
			relay.fault = ({ path }) =>
				path === endpoint ? { status: 400, body: JSON.stringify({ errors: [said] }) } : 'pass';
			const fields = { email: 'a@example.com', password: secret, token: 'x' };
			const { status, body } = await new Browser(app.url).submit(form, fields);
			// the form again, with the rule: a link that was mailed is not spent
			expect(status).toBe(422);
			expect(body).toContain('name="password"');
			expect(body).not.toContain(secret);
			expect(app.output()).not.toContain(secret);
		}
	);

	test.each([
		['/auth/password/reset', '/reset-password', 'INVALID_TOKEN'],
		['/auth/password/reset', '/reset-password', 'TOKEN_EXPIRED'],
		['/auth/password/reset', '/reset-password', 'FORBIDDEN'],
		['/portico/verification', '/verify-email', 'INVALID_TOKEN'],
		['/portico/verification', '/verify-email', 'INVALID_PAYLOAD']
	])(
		'a mailed link is spent where Directus refuses it (%s, %s, %s)',
		async (endpoint, form, code) => {
			relay.fault = ({ path }) => (path === endpoint ? refused(403, code) : 'pass');
			const fields = { password: 'long enough', token: 'x' };
			const { status, body } = await new Browser(app.url).submit(form, fields);
			expect(status).toBe(403);
			expect(body).toContain('This link has already been used or has expired');
		}
	);

	test('an article for members is cached for no other visitor', async () => {
		const [member, guest] = [await Browser.signedIn(person, app.url), new Browser(app.url)];
		await guest.visit(membersArticle.path);
		expect((await member.visit(membersArticle.path)).body).toContain(membersArticle.words);
		relay.fault = () => 'cut';
		const { status, body } = await guest.visit(membersArticle.path);
		expect(status).toBe(200);
		expect(body).not.toContain(membersArticle.words);
	});

	test('pages past the end of a list ask Directus for nothing, and displace no content', async () => {
		const guest = new Browser(app.url);
		await guest.visit(knownArticle.path);
		const asked = () => relay.requests.filter(({ path }) => /offset=(?!0\b)/.test(path)).length;
		for (let page = 8_000; page < 8_020; page++)
			expect((await guest.visit(`/articles?page=${page}`)).status).toBe(404);
		expect(asked()).toBe(0);
		relay.fault = () => 'cut';
		expect((await guest.visit(knownArticle.path)).body).toContain(knownArticle.words);
	});

	test('stale public content is shown to a member, too', async () => {
		const member = await Browser.signedIn(person, app.url);
		await member.visit(knownArticle.path);
		relay.fault = () => 'cut';
		expect((await member.visit(knownArticle.path)).body).toContain(knownArticle.words);
	});

	test('G07 what a member may read is read with the member’s own token', async () => {
		const browser = await Browser.signedIn(person, app.url);
		relay.requests.length = 0;
		await browser.visit(membersArticle.path);
		const token = browser.cookies.get('access_token');
		const sent = new Set(relay.requests.map(({ headers }) => headers.authorization));
		expect(sent).toEqual(new Set([undefined, `Bearer ${token}`]));
	});
});

describe('L09 while Directus hangs', () => {
	let relay: Relay;
	let app: OwnApp;
	const visitUncachedPage = () => new Browser(app.url).visit(`/${randomUUID()}`);
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
		await new Browser(app.url).visit(knownArticle.path);
		relay.fault = () => 'hang';
		const first = await Promise.all(Array.from({ length: 10 }, visitUncachedPage));
		expect(first.map(({ status }) => status)).toEqual(Array(10).fill(503));
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('Directus gets only probes after a few failed calls', async () => {
		relay.requests.length = 0;
		const pages = await Promise.all(Array.from({ length: 50 }, visitUncachedPage));
		expect(pages.map(({ status }) => status)).toEqual(Array(50).fill(503));
		expect((await new Browser(app.url).signIn(person)).status).toBe(503);
		expect(new Set(relay.requests.map(({ path }) => path)).difference(PROBE)).toEqual(new Set());
	});

	test('pages seen before are shown', async () => {
		const { status, body } = await new Browser(app.url).visit(knownArticle.path);
		expect(status).toBe(200);
		expect(body).toContain(knownArticle.words);
	});

	test('pages recover when Directus does, and the log has a line for the outage and for its end', async () => {
		relay.fault = () => 'pass';
		relay.release();
		await expect
			.poll(async () => (await new Browser(app.url).visit(article.path)).status, POLL)
			.toBe(200);
		expect(app.output().match(/Directus is unavailable: calls fail at once/g)).toHaveLength(1);
		expect(app.output().match(/Directus is available again/g)).toHaveLength(1);
		expect(app.output()).toContain('serving stale content');
		expect(app.output()).not.toContain('"stack"');
	});
});
