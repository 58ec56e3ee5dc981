import jwt from 'jsonwebtoken';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionCookies } from './cookies.ts';
import * as userCache from './user-cache.ts';
import { end, open } from './lifecycle.ts';
import * as successors from './successors.ts';

const { server, url } = await vi.hoisted(async () =>
	(await import('../../../../../test/support/stand-in.ts')).standIn()
);
vi.mock('$app/env/private', () => ({
	APP_ORIGIN: 'http://localhost:3000',
	DIRECTUS_URL: url,
	PORTICO_EVENTS_SECRET: null,
	REFRESH_TOKEN_TTL: 604_800,
	REDIS_URL: null,
	LOG_LEVEL: 'silent'
}));
server.on('request', (request, response) => void respond(request, response));
afterAll(() => server.close());

const NOW = 1_800_000_000;
const VISITOR = { address: '192.0.2.7', userAgent: 'a browser', language: null };
const ROLE = { id: 'role-member', name: 'Member' };

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void;
let answers: Record<string, Answer>;
let calls: { path: string; headers: IncomingMessage['headers']; body: string }[];
let serial = 0;

beforeEach(() => {
	calls = [];
	serial++;
	userCache.invalidate('u1');
	answers = { '/portico/me': json(200, me()), '/portico/session/refresh': json(200, tokens()) };
});

async function respond(request: IncomingMessage, response: ServerResponse) {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	const path = request.url ?? '';
	calls.push({ path, headers: request.headers, body });
	answers[path]?.(request, body, response);
}

function json(status: number, body: unknown): Answer {
	return (_request, _body, response) => {
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	};
}

function refused(status: number, code: string): Answer {
	return json(status, { errors: [{ message: 'no', extensions: { code } }] });
}

function me(changes: object = {}) {
	const user = {
		id: 'u1',
		email: 'ada@example.com',
		first_name: 'Ada',
		last_name: null,
		status: 'active',
		role: ROLE,
		rules_by_address: false
	};
	return { data: { ...user, ...changes } };
}

function accessToken({ left = 300, role = ROLE.id, session = `s${serial}` } = {}): string {
	const times = { iat: NOW + left - 300, exp: NOW + left };
	return jwt.sign({ id: 'u1', role, session, ...times }, 'a secret nobody here knows');
}

function tokens(access = accessToken({ session: `next${serial}` })) {
	return { data: { access_token: access, refresh_token: `next-${serial}`, expires: 300_000 } };
}

function browser(changes: Partial<SessionCookies> = {}): SessionCookies {
	return {
		accessToken: accessToken(),
		refreshToken: `refresh-${serial}`,
		signedIn: true,
		withheld: false,
		...changes
	};
}

const requestsTo = (path: string) => calls.filter((call) => call.path === path).length;
const opened = (cookies: SessionCookies) => open(cookies, VISITOR, NOW);

describe('a browser without tokens', () => {
	test('is a guest, without a call to Directus', async () => {
		const cookies = browser({ accessToken: null, refreshToken: null });
		expect(await opened(cookies)).toEqual({ access: { kind: 'guest' }, cookies: null });
		expect(calls).toEqual([]);
	});
});

describe('a fresh access token', () => {
	test('identifies the member by a call to Directus', async () => {
		const { access, cookies } = await opened(browser());
		expect(access).toMatchObject({
			kind: 'member',
			user: { id: 'u1', first_name: 'Ada', role: ROLE }
		});
		expect(cookies).toBeNull();
	});

	test('is looked up once for concurrent requests', async () => {
		const cookies = browser();
		await Promise.all(Array.from({ length: 50 }, () => opened(cookies)));
		await opened(cookies);
		expect(requestsTo('/portico/me')).toBe(1);
	});

	test('S08 a forged one with the same claims is another token: Directus judges it', async () => {
		await opened(browser());
		answers['/portico/me'] = refused(401, 'INVALID_CREDENTIALS');
		const forged = browser().accessToken?.replace(/[^.]+$/, 'Zm9yZ2Vk') ?? null;
		const { access, cookies } = await opened({
			accessToken: forged,
			refreshToken: null,
			signedIn: true,
			withheld: false
		});
		expect(access.kind).toBe('guest');
		expect(cookies).toBe('ended');
	});

	test('that Directus refuses is exchanged', async () => {
		answers['/portico/me'] = (request, body, response) => {
			const own = request.headers.authorization === `Bearer ${accessToken()}`;
			(own ? refused(401, 'TOKEN_EXPIRED') : json(200, me()))(request, body, response);
		};
		const { access, cookies } = await opened(browser());
		expect(access.kind).toBe('member');
		expect(cookies).toMatchObject({ refreshToken: `next-${serial}` });
	});

	test('with an outdated role is exchanged before it is used', async () => {
		const { cookies } = await opened(browser({ accessToken: accessToken({ role: 'role-admin' }) }));
		expect(requestsTo('/portico/session/refresh')).toBe(1);
		expect(cookies).toMatchObject({ refreshToken: `next-${serial}` });
	});

	test('G04 is refused where its owner is suspended', async () => {
		answers['/portico/me'] = json(200, me({ status: 'suspended' }));
		const { access, cookies } = await opened(browser());
		expect(access.kind).toBe('guest');
		expect(cookies).toBe('ended');
	});

	test.each([
		['the id alone', { data: { id: 'u1' } }],
		['something else', { data: null }]
	])(
		'G04 gives no access where Directus answers %s, and stays in the browser',
		async (_, answer) => {
			answers['/portico/me'] = json(200, answer);
			const { access, cookies } = await opened(browser());
			expect(access.kind).toBe('unknown');
			expect(cookies).toBeNull();
		}
	);
});

describe('an access token that expires', () => {
	const stale = () => browser({ accessToken: accessToken({ left: 30 }) });

	test.each([
		['expires soon', () => stale()],
		['is gone', () => browser({ accessToken: null })],
		['is no token', () => browser({ accessToken: 'e30.e30.e30' })]
	])('is exchanged when it %s', async (_, cookies) => {
		const { access, cookies: written } = await opened(cookies());
		expect(access.kind).toBe('member');
		expect(written).toEqual({
			accessToken: tokens().data.access_token,
			refreshToken: `next-${serial}`
		});
	});

	test('R01 fifty requests at once make one exchange and get the same successor', async () => {
		const cookies = stale();
		const all = await Promise.all(Array.from({ length: 50 }, () => opened(cookies)));
		expect(requestsTo('/portico/session/refresh')).toBe(1);
		expect(new Set(all.map(({ cookies }) => JSON.stringify(cookies))).size).toBe(1);
	});

	test('R03 the old refresh token gets the same successor for a minute', async () => {
		const cookies = stale();
		const first = await opened(cookies);
		answers['/portico/session/refresh'] = refused(401, 'INVALID_CREDENTIALS');
		expect(await opened(cookies)).toEqual(first);
		expect(requestsTo('/portico/session/refresh')).toBe(1);
	});

	describe('R03 a kept successor whose access token has expired', () => {
		/** The browser has the first token still; its successor was not received, and opens nothing by now. */
		async function expiredSuccessor() {
			const cookies = stale();
			await opened(cookies);
			userCache.invalidate('u1');
			const isExpired = (request: IncomingMessage) =>
				jwt.decode(request.headers.authorization?.split(' ')[1] ?? '', { json: true })?.session ===
				`next${serial}`;
			answers['/portico/me'] = (request, ...rest) =>
				(isExpired(request) ? refused(401, 'TOKEN_EXPIRED') : json(200, me()))(request, ...rest);
			return cookies;
		}
		const later = () => ({
			data: {
				access_token: accessToken({ session: `later${serial}` }),
				refresh_token: `later-${serial}`,
				expires: 300_000
			}
		});

		test('is exchanged in turn: the member stays signed in', async () => {
			const cookies = await expiredSuccessor();
			answers['/portico/session/refresh'] = (request, body, response) =>
				(body.includes(`next-${serial}`)
					? json(200, later())
					: refused(401, 'INVALID_CREDENTIALS'))(request, body, response);
			expect(await opened(cookies)).toMatchObject({
				access: { kind: 'member' },
				cookies: { refreshToken: `later-${serial}` }
			});
		});

		test('goes to the browser while Directus is unavailable', async () => {
			const cookies = await expiredSuccessor();
			answers['/portico/session/refresh'] = json(500, {});
			expect(await opened(cookies)).toMatchObject({
				access: { kind: 'unknown' },
				cookies: { refreshToken: `next-${serial}` }
			});
		});

		test('ends the session where Directus says so', async () => {
			const cookies = await expiredSuccessor();
			answers['/portico/session/refresh'] = refused(401, 'INVALID_CREDENTIALS');
			expect(await opened(cookies)).toEqual({ access: { kind: 'guest' }, cookies: 'ended' });
		});
	});

	test('R08 L02 the exchange carries no authorization, one address and the browser', async () => {
		await opened(stale());
		const { headers, body } = calls.find((call) => call.path === '/portico/session/refresh') ?? {};
		expect(headers?.authorization).toBeUndefined();
		expect(headers?.cookie).toBeUndefined();
		expect(headers?.['x-forwarded-for']).toBe('192.0.2.7');
		expect(headers?.['user-agent']).toBe('a browser');
		expect(body).toBe(JSON.stringify({ refresh_token: `refresh-${serial}` }));
	});

	test.each([
		[401, 'INVALID_CREDENTIALS'],
		[401, 'TOKEN_EXPIRED'],
		[401, 'USER_SUSPENDED'],
		[403, 'INVALID_TOKEN']
	])('R05 %d %s ends the session', async (status, code) => {
		answers['/portico/session/refresh'] = refused(status, code);
		expect(await opened(stale())).toEqual({ access: { kind: 'guest' }, cookies: 'ended' });
	});

	test.each<[string, Answer]>([
		['429', refused(429, 'REQUESTS_EXCEEDED')],
		['500', refused(500, 'INTERNAL_SERVER_ERROR')],
		['503', refused(503, 'SERVICE_UNAVAILABLE')],
		['403 for another reason', refused(403, 'FORBIDDEN')],
		['404, as without the extension', refused(404, 'ROUTE_NOT_FOUND')],
		['400', refused(400, 'INVALID_PAYLOAD')],
		[
			'401 from a proxy',
			(_request, _body, response) => response.writeHead(401).end('<h1>Unauthorized</h1>')
		],
		['HTML', (_request, _body, response) => response.writeHead(200).end('<h1>Hello</h1>')],
		['an answer without tokens', json(200, { data: {} })],
		['a cut connection', (request) => request.socket.destroy()],
		[
			'a body that breaks off',
			(request, _body, response) => {
				response
					.writeHead(200, { 'content-length': '100' })
					.write('{"data":', () => request.socket.destroy());
			}
		]
	])('R04 R05 R06 %s leaves the cookies alone', async (_, answer) => {
		answers['/portico/session/refresh'] = answer;
		expect(await opened(stale())).toEqual({ access: { kind: 'unknown' }, cookies: null });
	});

	test('stays valid during an outage of Directus while its owner is cached', async () => {
		const cookies = stale();
		await open(cookies, VISITOR, NOW - 200);
		answers['/portico/session/refresh'] = refused(503, 'SERVICE_UNAVAILABLE');
		expect((await opened(cookies)).access.kind).toBe('member');
		expect((await open(cookies, VISITOR, NOW + 31)).access.kind).toBe('unknown');
	});

	test('R03 a slow exchange is not aborted: requests after its answer get the successor', async () => {
		const { cookies, answerHeld } = await giveUpWaiting();
		answerHeld(0);
		await vi.waitUntil(() => successors.of(cookies.refreshToken ?? ''));
		expect((await opened(cookies)).cookies).toMatchObject({ refreshToken: `next-${serial}` });
		expect(requestsTo('/portico/session/refresh')).toBe(1);
	});

	test('R03 callers give up on a dead connection, and the next one begins a new exchange', async () => {
		const { cookies, held, answerHeld } = await giveUpWaiting();
		const second = opened(cookies);
		await vi.waitUntil(() => held.length === 2);
		answerHeld(1);
		expect((await second).cookies).toMatchObject({ refreshToken: `next-${serial}` });
	});

	/** A caller has waited in vain for an exchange that Directus holds. */
	async function giveUpWaiting() {
		const held: (() => void)[] = [];
		answers['/portico/session/refresh'] = (...call) =>
			held.push(() => json(200, tokens())(...call));
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		const cookies = stale();
		try {
			const first = opened(cookies);
			await vi.waitUntil(() => held.length === 1);
			vi.advanceTimersByTime(5_000);
			expect(await first).toEqual({ access: { kind: 'unknown' }, cookies: null });
		} finally {
			vi.useRealTimers();
		}
		return { cookies, held, answerHeld: (index: number) => held[index]?.() };
	}

	test('the successor reaches the browser even if Directus cannot identify its owner', async () => {
		answers['/portico/me'] = refused(503, 'SERVICE_UNAVAILABLE');
		const { access, cookies } = await opened(stale());
		expect(access.kind).toBe('unknown');
		expect(cookies).toMatchObject({ refreshToken: `next-${serial}` });
	});
});

describe('signing out', () => {
	test('ends the session at Directus and invalidates its owner at once', async () => {
		const cookies = browser();
		await opened(cookies);
		answers['/portico/session/end'] = (_request, _body, response) => response.writeHead(204).end();
		answers['/portico/me'] = refused(401, 'INVALID_CREDENTIALS');
		answers['/portico/session/refresh'] = refused(401, 'INVALID_CREDENTIALS');
		await end(cookies);
		expect(calls.at(-1)?.body).toBe(JSON.stringify({ refresh_token: cookies.refreshToken }));
		expect((await opened(cookies)).access.kind).toBe('guest');
	});

	test('reports when Directus did not answer', async () => {
		answers['/portico/session/end'] = refused(503, 'SERVICE_UNAVAILABLE');
		await expect(end(browser())).rejects.toThrow('UNAVAILABLE');
	});
});
