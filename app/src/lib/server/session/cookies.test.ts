import type { Cookies } from '@sveltejs/kit';
import fc from 'fast-check';
import jwt from 'jsonwebtoken';
import { beforeEach, describe, expect, test, vi } from 'vitest';

const NOW = 1_800_000_000;
const tokens = {
	accessToken: jwt.sign(
		{ id: 'u1', role: null, session: 's1', iat: NOW, exp: NOW + 300 },
		'secret'
	),
	refreshToken: 'refresh-token'
};

/** A browser's cookies and the changes to them, as Kit keeps them during a request. */
function jar(sent: Record<string, string> = {}) {
	const set: { name: string; value: string; options: object }[] = [];
	const cookies = {
		get: (name: string) => sent[name],
		set: (name: string, value: string, options: object) => void set.push({ name, value, options }),
		serialize: (name: string, value: string) => `${name}=${value}; Path=/`
	};
	return { cookies: cookies as unknown as Cookies, set }; // the three that this module uses
}

async function cookiesAt(origin: string) {
	vi.resetModules();
	vi.doMock('$app/env/private', () => ({
		APP_ORIGIN: origin,
		REFRESH_TOKEN_TTL: 604_800,
		LOG_LEVEL: 'silent'
	}));
	return import('./cookies.ts');
}

let sessionCookies: Awaited<ReturnType<typeof cookiesAt>>;
beforeEach(async () => {
	sessionCookies = await cookiesAt('http://localhost:3000');
});

describe('S01 a session cookie that is set', () => {
	test('on https has the __Host- prefix and Secure; only the mark is Lax', async () => {
		const { cookies, set } = jar();
		(await cookiesAt('https://portico.example')).write(cookies, tokens, NOW + 10);
		const common = { secure: true, httpOnly: true, path: '/' };
		expect(set).toEqual([
			{
				name: '__Host-access_token',
				value: tokens.accessToken,
				options: { ...common, sameSite: 'strict', maxAge: 290 }
			},
			{
				name: '__Host-refresh_token',
				value: tokens.refreshToken,
				options: { ...common, sameSite: 'strict', maxAge: 604_800 }
			},
			{
				name: '__Host-signed_in',
				value: '1',
				options: { ...common, sameSite: 'lax', maxAge: 604_800 }
			}
		]);
	});

	test('on plain http has neither, and says so', () => {
		const { cookies, set } = jar();
		sessionCookies.write(cookies, tokens, NOW);
		expect(set.map(({ name }) => name)).toEqual(['access_token', 'refresh_token', 'signed_in']);
		expect(set.every(({ options }) => 'secure' in options && options.secure === false)).toBe(true);
	});

	test('C05 is removed with the attributes it was set with', () => {
		const { cookies, set } = jar();
		sessionCookies.write(cookies, tokens, NOW);
		sessionCookies.clear(cookies);
		const [written, cleared] = [set.slice(0, 3), set.slice(3)];
		expect(cleared).toEqual(
			written.map(({ name, options }) => ({ name, value: '', options: { ...options, maxAge: 0 } }))
		);
	});
});

describe('the session that is read from cookies', () => {
	test('has the tokens and the mark', () => {
		const { cookies } = jar({ access_token: 'a.b-c_d', refresh_token: 'r', signed_in: '1' });
		expect(sessionCookies.read(cookies)).toEqual({
			accessToken: 'a.b-c_d',
			refreshToken: 'r',
			signedIn: true,
			withheld: false
		});
	});

	test('is empty without cookies', () => {
		expect(sessionCookies.read(jar().cookies)).toEqual({
			accessToken: null,
			refreshToken: null,
			signedIn: false,
			withheld: false
		});
	});

	test.each([
		[true, { signed_in: '1' }],
		[false, {}],
		[false, { signed_in: '1', access_token: '%' }],
		[false, { signed_in: '1', refresh_token: '' }]
	])('reports withheld cookies: %s for %o', (withheld, sent) => {
		expect(sessionCookies.read(jar(sent).cookies).withheld).toBe(withheld);
	});

	test('S01 ignores cookies that another host of the domain could have set', async () => {
		const { cookies } = jar({ access_token: 'planted', refresh_token: 'planted', signed_in: '1' });
		const secure = await cookiesAt('https://portico.example');
		expect(secure.read(cookies)).toEqual({
			accessToken: null,
			refreshToken: null,
			signedIn: false,
			withheld: false
		});
	});

	test('S07 has no token with characters that no token has', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (value) => {
				const { accessToken } = sessionCookies.read(jar({ access_token: value }).cookies);
				expect(accessToken).toBe(/^[A-Za-z0-9_.-]+$/.test(value) ? value : null);
			})
		);
	});
});

describe('a response that a handle made itself', () => {
	test('gets the pending cookies', () => {
		const { cookies } = jar();
		sessionCookies.write(cookies, tokens, NOW);
		const response = new Response();
		sessionCookies.deliver(cookies, response);
		expect(response.headers.getSetCookie()).toHaveLength(3);
	});

	test('keeps later cookies: a refresh does not undo a sign-out after it', () => {
		const { cookies } = jar();
		sessionCookies.write(cookies, tokens, NOW);
		const response = new Response(null, { headers: { 'set-cookie': 'access_token=; Max-Age=0' } });
		sessionCookies.deliver(cookies, response);
		expect(
			response.headers.getSetCookie().filter((header) => header.startsWith('access_token='))
		).toEqual(['access_token=; Max-Age=0']);
	});

	test('R06 gets no cookies where none are pending', () => {
		const response = new Response();
		sessionCookies.deliver(jar().cookies, response);
		expect(response.headers.getSetCookie()).toEqual([]);
	});
});
