import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Answer, Browser } from '../browser.ts';
import { type Article, Directus, type Person } from '../directus.ts';
import { installation } from '../installation.ts';
import { type OwnApp, startApp } from '../own-app.ts';
import { type OwnDirectus, startDirectus } from '../own-directus.ts';
import { type Fate, Relay } from './relay.ts';

/** For what never comes; nothing here is about speed. */
const PATIENCE = { timeout: 20_000 };
/** Directus makes its tables from nothing: a quarter of a minute, on a busy machine more. */
const OWN_DIRECTUS_MILLISECONDS = 300_000;

const directus = new Directus(installation);
let person: Person;
let article: Article;
beforeAll(async () => {
	[person, article] = await Promise.all([
		directus.makePerson(),
		directus.makeArticle({ audience: 'public' })
	]);
});
afterAll(() => directus.clear());

const refused = (status: number, code: string): Fate => ({
	status,
	body: JSON.stringify({ errors: [{ message: 'a secret of Directus', extensions: { code } }] })
});

const troubles: [string, Fate][] = [
	['breaks every connection', 'cut'],
	['answers nothing', 'hang'],
	['has lost its database', refused(500, 'INTERNAL_SERVER_ERROR')],
	['is under pressure', refused(503, 'SERVICE_UNAVAILABLE')],
	['counts too many requests', refused(429, 'REQUESTS_EXCEEDED')],
	['stands behind a proxy that says 401', { status: 401, body: '<h1>401</h1>', type: 'text/html' }],
	[
		'stands behind a proxy that says 200',
		{ status: 200, body: '<h1>Hello</h1>', type: 'text/html' }
	]
];

// each trouble has an app and a way to Directus of its own: they wait side by side
describe.concurrent.each(troubles)('R04 R06 while Directus %s', (_, fate) => {
	let relay: Relay;
	let app: OwnApp;
	let browser: Browser;
	const answers: Record<string, Answer> = {};
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
		browser = await Browser.signedIn(person, app.url);
		browser.cookies.delete('access_token');
		browser.cookies.delete('notice');
		await new Browser(app.url).visit('/articles');

		relay.fate = () => fate;
		const ask = async (what: string, answer: Promise<Answer>) => (answers[what] = await answer);
		await Promise.all([
			ask('protected page', browser.clone().visit('/profile')),
			ask('protected data', browser.clone().data('/profile')),
			ask('protected form', browser.clone().submit('/profile?/save', { first_name: 'Ada' })),
			ask('enhanced form', browser.clone().enhancedSubmit('/profile?/save', { first_name: 'Ada' })),
			ask('known page', browser.clone().visit('/articles')),
			ask('known page of a guest', new Browser(app.url).visit('/articles')),
			ask('unknown page', browser.clone().visit(article.path)),
			ask('unknown page of a guest', new Browser(app.url).visit(article.path)),
			ask('sign-in', new Browser(app.url).signIn(person)),
			ask('sign-up page', new Browser(app.url).visit('/signup')),
			ask(
				'sign-up',
				new Browser(app.url).submit('/signup?/register', {
					email: 'a@example.com',
					password: 'long enough'
				})
			),
			ask('recovery', new Browser(app.url).submit('/forgot-password', { email: person.email })),
			ask('sign-in page', browser.clone().visit('/signin'))
		]);
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('cookies stay untouched', () => {
		for (const [what, { headers }] of Object.entries(answers)) {
			expect(headers.getSetCookie(), what).toEqual([]);
		}
	});

	test('what needs to know the person says to come back, not to sign in', () => {
		for (const what of ['protected page', 'protected data', 'protected form', 'enhanced form']) {
			expect(answers[what]?.status, what).toBe(503);
			expect(answers[what]?.headers.get('retry-after'), what).toMatch(/^\d+$/);
			expect(answers[what]?.headers.get('cache-control'), what).toBe('private, no-store');
		}
		expect(answers['protected page']?.body).toContain('still signed in');
		const policy = answers['protected page']?.headers.get('content-security-policy');
		expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
	});

	test('a page that was public a moment ago is shown, with a note to members', () => {
		expect(answers['known page of a guest']?.status).toBe(200);
		expect(answers['known page of a guest']?.body).not.toContain('still signed in');
		expect(answers['known page']?.status).toBe(200);
		expect(answers['known page']?.body).toMatch(/still\s+signed in/);
		expect(answers['known page']?.headers.get('cache-control')).toBe('private, no-store');
	});

	test('a page that nobody has seen yet is an error that says to come back', () => {
		for (const what of ['unknown page', 'unknown page of a guest', 'sign-up page']) {
			expect(answers[what]?.status, what).toBe(503);
			expect(answers[what]?.headers.get('retry-after'), what).toMatch(/^\d+$/);
			expect(answers[what]?.body, what).toContain('Back in a moment');
		}
	});

	test('forms for guests say to come back', () => {
		for (const what of ['sign-in', 'sign-up', 'recovery']) {
			expect(answers[what]?.status, what).toBe(503);
			expect(answers[what]?.headers.get('retry-after'), what).toMatch(/^\d+$/);
		}
		expect(answers['sign-in page']?.status).toBe(200);
	});

	test('H05 nothing that Directus said is shown, only a reference', () => {
		for (const [what, { body, headers }] of Object.entries(answers)) {
			expect(body.includes('a secret of Directus'), what).toBe(false);
			expect(body.includes('SERVICE_UNAVAILABLE'), what).toBe(false);
			expect(body, `${what}: a stack`).not.toMatch(/\bat .*\.[jt]s:\d+|DirectusFailure/);
			if (headers.has('x-request-id') && Number(answers[what]?.status) === 503) {
				expect(body.includes(headers.get('x-request-id') ?? ''), what).toBe(true);
			}
		}
	});

	test('afterwards the person is signed in as before', async ({ expect }) => {
		relay.fate = () => 'pass';
		relay.release();
		await expect
			.poll(async () => (await browser.clone().visit('/profile')).status, PATIENCE)
			.toBe(200);
	});
});

// the same whatever the database is: once is enough
if (process.env.PORTICO_TEST_DATABASE !== 'pg') {
	// a Directus of its own, whose tokens live for seconds, and which is stopped where it stands
	describe.concurrent('R04 while Directus stands still and the access token runs out', () => {
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

		test('pages wait, and afterwards the session is alive', async ({ expect }) => {
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
				expect(browser.cookies).toEqual(before);
				expect(front.status).toBe(200);
				expect(front.body).toMatch(/still\s+signed in/);
			} finally {
				own.thaw();
			}
			await expect
				.poll(async () => (await browser.visit('/profile')).body, PATIENCE)
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
			await vi.waitUntil(() => Date.now() / 1000 > exp, PATIENCE);
		}
	});
}

describe('while Directus is away', () => {
	let relay: Relay;
	let app: OwnApp;
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
	});
	beforeEach(() => {
		relay.fate = () => 'pass';
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('a member whom the app has seen just now goes on', async () => {
		const browser = await Browser.signedIn(person, app.url);
		await browser.visit('/profile');
		relay.fate = () => 'cut';
		const { status, body } = await browser.visit('/profile');
		expect(status).toBe(200);
		expect(body).toContain(person.email);
	});

	test('R03 a successor that was never heard is fetched again, and the session lives', async () => {
		const browser = await Browser.signedIn(person, app.url);
		browser.cookies.delete('access_token');
		const seen: string[] = [];
		relay.fate = ({ path }) => {
			seen.push(path);
			return path === '/portico/me' ? 'cut' : 'pass';
		};
		// the refresh succeeds, and then nobody can tell whose it is
		expect((await browser.visit('/profile')).status).toBe(503);
		expect(seen).toEqual(['/portico/session/refresh', '/portico/me']);

		relay.fate = () => 'pass';
		expect((await browser.visit('/profile')).status).toBe(200);
	});

	test.each([
		[401, 'INVALID_CREDENTIALS'],
		[403, 'INVALID_TOKEN']
	])('R05 but %d %s ends the session', async (status, code) => {
		const browser = await Browser.signedIn(person, app.url);
		browser.cookies.delete('access_token');
		relay.fate = ({ path }) =>
			path === '/portico/session/refresh' ? refused(status, code) : 'pass';
		expect((await browser.visit('/profile')).status).toBe(303);
		expect([...browser.cookies.keys()]).toEqual(['notice']);
	});

	test('G04 {id} alone is no member', async () => {
		const browser = await Browser.signedIn(person, app.url);
		relay.fate = ({ path }) =>
			path === '/portico/me' ? { status: 200, body: `{"data":{"id":"${person.id}"}}` } : 'pass';
		expect((await browser.visit('/profile')).status).toBe(303);
	});

	test('H05 what Directus says about a password is not passed on', async () => {
		relay.fate = ({ path }) =>
			path === '/users/register'
				? {
						status: 400,
						body: '{"errors":[{"message":"my-secret-word is weak","extensions":{"code":"FAILED_VALIDATION","invalid":"my-secret-word"}}]}'
					}
				: 'pass';
		const fields = { email: 'a@example.com', password: 'my-secret-word' };
		const { status, body } = await new Browser(app.url).submit('/signup?/register', fields);
		expect(status).toBeLessThan(500);
		expect(body).not.toContain('my-secret-word');
		expect(app.output()).not.toContain('my-secret-word');
	});

	test('G07 what a member may read is read with the member’s own token', async () => {
		const browser = await Browser.signedIn(person, app.url);
		relay.requests.length = 0;
		await browser.visit(article.path);
		const token = browser.cookies.get('access_token');
		const sent = new Set(relay.requests.map(({ headers }) => headers.authorization));
		expect(sent).toEqual(new Set([undefined, `Bearer ${token}`]));
	});
});
