import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asTheApp } from '../support/app-proof.ts';
import { type Answer, Browser, setCookies } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';

const directus = new Directus(installation);
let person: Person;
beforeAll(async () => {
	person = await directus.makePerson();
});
afterAll(() => directus.clear());

const NAMES = ['access_token', 'refresh_token', 'signed_in'];
const isSecret = (name: string) => name !== 'signed_in';

function sessionCookies(answer: Answer) {
	return setCookies(answer).filter(({ name }) => NAMES.includes(name.replace('__Host-', '')));
}

describe.concurrent('S01 the cookies of a session', () => {
	test('on plain http on this machine have no prefix and are not Secure', async () => {
		const browser = new Browser();
		const cookies = sessionCookies(await browser.signIn(person));

		expect(cookies.map(({ name }) => name).sort()).toEqual(NAMES);
		for (const { name, attributes } of cookies) {
			expect(attributes, name).toMatchObject({
				path: '/',
				httponly: '',
				samesite: isSecret(name) ? 'Strict' : 'Lax'
			});
			expect(attributes, name).not.toHaveProperty('domain');
			expect(attributes, name).not.toHaveProperty('secure');
		}
	});

	test('live as long as their tokens, and are small enough for every browser', async () => {
		const answer = await new Browser().signIn(person);
		const lifetimes = Object.fromEntries(
			sessionCookies(answer).map(({ name, attributes }) => [name, Number(attributes['max-age'])])
		);
		const tokens = new Map(sessionCookies(answer).map(({ name, value }) => [name, value]));
		const { iat = 0, exp = 0 } = jwt.decode(tokens.get('access_token') ?? '', { json: true }) ?? {};

		expect(lifetimes.access_token).toBeLessThanOrEqual(exp - iat);
		expect(lifetimes.access_token).toBeGreaterThan(exp - iat - 30);
		expect(lifetimes.refresh_token).toBeGreaterThan(lifetimes.access_token ?? 0);
		expect(lifetimes.signed_in).toBe(lifetimes.refresh_token);
		for (const header of answer.headers.getSetCookie()) {
			expect(Buffer.byteLength(header)).toBeLessThanOrEqual(4096);
		}
	});

	test('are removed with the attributes that they were set with', async () => {
		const browser = new Browser();
		const set = sessionCookies(await browser.signIn(person));
		const removed = sessionCookies(await browser.submit('/logout', {}));

		const bare = (cookies: typeof set) =>
			cookies
				.map(({ name, attributes: { 'max-age': _, expires: _expires, ...rest } }) => ({
					name,
					...rest
				}))
				.sort((one, other) => one.name.localeCompare(other.name));
		expect(bare(removed)).toEqual(bare(set));
		expect(removed.map(({ attributes }) => attributes['max-age'])).toEqual(['0', '0', '0']);
	});

	describe('of a site on https', () => {
		let app: OwnApp;
		beforeAll(async () => {
			app = await startApp({
				APP_ORIGIN: 'https://portico.example',
				DIRECTUS_URL: installation.directusUrl
			});
		});
		afterAll(() => app.stop());

		test('have the __Host- prefix and are Secure', async () => {
			const origin = 'https://portico.example';
			const form = { email: person.email, password: person.password };
			const answer = await new Browser(app.url).submit('/signin?/login', form, { origin });

			const cookies = sessionCookies(answer);
			expect(answer.status).toBe(303);
			expect(cookies.map(({ name }) => name).sort()).toEqual(NAMES.map((name) => `__Host-${name}`));
			for (const { name, attributes } of cookies) {
				expect(attributes, name).toMatchObject({ path: '/', httponly: '', secure: '' });
				expect(attributes, name).not.toHaveProperty('domain');
			}
		});

		test('H03 come with HSTS', async () => {
			const { headers } = await new Browser(app.url).visit('/');
			expect(headers.get('strict-transport-security')).toMatch(/max-age=(\d{8,})/);
		});

		test.each(['https://localhost', 'https://site.localhost', 'https://127.0.0.1:8443'])(
			'H03 come without HSTS at %s, where other programs serve plain http',
			async (APP_ORIGIN) => {
				const local = await startApp({ APP_ORIGIN, DIRECTUS_URL: installation.directusUrl });
				const { status, headers } = await fetch(`${local.url}/healthz`);
				await local.stop();
				expect([status, headers.get('strict-transport-security')]).toEqual([200, null]);
			}
		);

		test('are ignored without the prefix', async () => {
			const browser = new Browser(app.url);
			for (const [name, value] of (await Browser.signedIn(person)).cookies) {
				browser.cookies.set(name, value);
			}
			expect((await browser.visit('/profile')).status).toBe(303);
		});
	});
});

describe.concurrent('a sign-in with the cookies of another person', () => {
	test('S05 replaces all planted cookies', async () => {
		const planted = new Browser();
		for (const name of NAMES) planted.cookies.set(name, 'planted');
		const { status } = await planted.signIn(person);

		expect(status).toBe(303);
		expect([...planted.cookies.values()]).not.toContain('planted');
		expect((await planted.visit('/profile')).body).toContain(person.email);
	});

	test('S05 S06 ends the planted session', async () => {
		const attacker = await Browser.signedIn(await directus.makePerson());
		const planted = attacker.clone();
		await planted.signIn(person);

		expect((await planted.visit('/profile')).body).toContain(person.email);
		expect((await attacker.visit('/profile')).status).toBe(303);
	});

	test('S06 also ends the previous session when the same person signs in again', async () => {
		const browser = await Browser.signedIn(person);
		const before = browser.clone();
		await browser.signIn(person);

		const refreshed = await fetch(`${installation.directusUrl}/portico/session/refresh`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...asTheApp() },
			body: JSON.stringify({ refresh_token: before.cookies.get('refresh_token') })
		});
		expect(refreshed.status).toBe(401);
		expect((await before.visit('/profile')).status).toBe(303);
		expect((await browser.visit('/profile')).status).toBe(200);
	});
});

describe.concurrent('S07 foreign cookies', () => {
	let own: Browser;
	beforeAll(async () => {
		own = await Browser.signedIn(person);
	});

	const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const kinds: Record<string, (token: string) => string> = {
		'nothing at all': () => '',
		'a word': () => 'x',
		'no JWT': () => 'a.b.c',
		'an empty JWT': () => 'e30.e30.e30',
		'a payload of null': () => `${encoded({ alg: 'HS256' })}.bnVsbA.x`,
		'a cut token': (token) => token.slice(0, -10),
		'half a token': (token) => token.slice(0, token.length / 2),
		'a token with another signature': (token) => token.replace(/[^.]+$/, 'Zm9yZ2Vk'),
		'a token that names an administrator': (token) => {
			const claims = jwt.decode(token, { json: true }) ?? {};
			return `${token.split('.')[0]}.${encoded({ ...claims, role: 'admin', admin_access: true })}.${token.split('.')[2]}`;
		},
		'a token without a signature (alg: none)': (token) =>
			`${encoded({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`,
		'a token of another secret': (token) =>
			jwt.sign(jwt.decode(token, { json: true }) ?? {}, 'some other secret of some length'),
		'six kilobytes': () => 'a'.repeat(6_000),
		'a token that never ends': (token) => {
			const claims = jwt.decode(token, { json: true }) ?? {};
			return jwt.sign({ ...claims, exp: 1e300 }, 'some other secret of some length');
		},
		quotes: (token) => `"${token}"`,
		'percent signs': () => '%',
		'bytes that are no text': () => '%ff%fe%00',
		'a line feed': () => '%0d%0aset-cookie:%20a=b',
		'Latin-1': () => 'é'
	};

	test.each(Object.entries(kinds))(
		'%s as access token: a guest, never an error',
		async (_, make) => {
			const browser = new Browser();
			browser.cookies.set('access_token', make(own.cookies.get('access_token') ?? ''));
			browser.cookies.set('signed_in', '1');

			expect((await browser.visit('/')).status).toBe(200);
			expect((await browser.visit('/profile')).status).toBe(303);
		}
	);

	test.each(Object.entries(kinds))(
		'%s as refresh token: a guest, never an error',
		async (_, make) => {
			const browser = new Browser();
			browser.cookies.set('refresh_token', make(own.cookies.get('access_token') ?? ''));

			expect((await browser.visit('/')).status).toBe(200);
			expect((await browser.visit('/profile')).status).toBe(303);
			expect((await browser.visit('/signin')).status).toBe(200);
		}
	);

	test.each(Object.entries(kinds).filter(([kind]) => kind !== 'nothing at all'))(
		'%s as access token beside a valid refresh token: exchanged',
		async (_, make) => {
			const browser = own.clone();
			browser.cookies.set('access_token', make(own.cookies.get('access_token') ?? ''));

			const answer = await browser.visit('/profile');
			expect(answer.status).toBe(200);
			expect(answer.body).toContain(person.email);
		}
	);

	test('an access token as refresh token, and the other way round, opens nothing', async () => {
		const swapped = new Browser();
		swapped.cookies.set('access_token', own.cookies.get('refresh_token') ?? '');
		swapped.cookies.set('refresh_token', own.cookies.get('access_token') ?? '');
		expect((await swapped.visit('/profile')).status).toBe(303);
	});

	test('the same name twice, and a hundred other cookies, do no harm', async () => {
		const tokens = [...own.cookies].map(([name, value]) => `${name}=${value}`);
		const others = Array.from({ length: 100 }, (_, index) => `other${index}=x`);
		const cookie = [...tokens, 'access_token=second', ...others].join('; ');
		expect((await new Browser().visit('/', { cookie })).status).toBe(200);
	});

	test('more than the server accepts get a 431', async () => {
		const browser = new Browser();
		browser.cookies.set('access_token', 'a'.repeat(20_000));
		expect((await browser.visit('/')).status).toBe(431);
	});
});
