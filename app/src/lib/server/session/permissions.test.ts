import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GUEST, type Access } from './access.ts';
import { allows, can, invalidateGuests, guest } from './permissions.ts';

const { server, url } = await vi.hoisted(async () =>
	(await import('../../../../../test/support/stand-in.ts')).standIn()
);
vi.mock('$app/env/private', () => ({
	DIRECTUS_URL: url,
	PORTICO_EVENTS_SECRET: null,
	LOG_LEVEL: 'silent'
}));
const request = { locals: { visitor: { address: '203.0.113.7' } } };
vi.mock('$app/server', () => ({ getRequestEvent: () => request }));
server.on('request', (request: IncomingMessage, response: ServerResponse) => {
	const { authorization, 'x-forwarded-for': address } = request.headers;
	requests.push([request.url, authorization, address].join(' ').trim());
	response.writeHead(answer.status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(answer.body));
});
afterAll(() => server.close());

let requests: string[];
let answer: { status: number; body: object };
beforeEach(() => {
	invalidateGuests();
	requests = [];
	answer = {
		status: 200,
		body: {
			data: {
				articles: { read: { access: 'full' }, update: { access: 'partial', fields: ['title'] } },
				comments: { create: { access: 'none' } }
			}
		}
	};
});

/** A person as Directus knows them now: a new object after each call. */
function member(): Access {
	const user = {
		id: 'u1',
		email: null,
		first_name: null,
		last_name: null,
		status: 'active',
		role: null,
		language: null,
		avatar: null,
		profile: {},
		studio: false,
		session_name: null,
		rules_by_address: false,
		rights: {}
	};
	return { kind: 'member', user, asker: { accessToken: 'token', address: null } };
}

describe.each([
	['a member', member, '/permissions/me Bearer token'],
	['a guest', () => GUEST, '/portico/permissions']
])('permissions of %s', (_, accessOf, request) => {
	test('allow what Directus allows for all or some of a collection', async () => {
		const access = accessOf();
		expect(await allows(access, 'read', 'articles')).toBe(true);
		expect(await allows(access, 'update', 'articles')).toBe(true);
		expect(await allows(access, 'delete', 'articles')).toBe(false);
		expect(await allows(access, 'create', 'comments')).toBe(false);
		expect(await allows(access, 'read', 'directus_users')).toBe(false);
		expect(requests).toEqual([request]);
	});

	test('are fetched once for concurrent callers', async () => {
		const access = accessOf();
		await Promise.all([1, 2, 3].map(() => allows(access, 'read', 'articles')));
		expect(requests).toHaveLength(1);
	});

	test('are fetched again after an outage, and are none where Directus refuses', async () => {
		const access = accessOf();
		answer = { status: 500, body: {} };
		await expect(allows(access, 'read', 'articles')).rejects.toThrow('UNAVAILABLE');
		expect(await can(access, 'read', 'articles')).toBe(false);
		answer = { status: 401, body: { errors: [{ extensions: { code: 'TOKEN_EXPIRED' } }] } };
		expect(await allows(access, 'read', 'articles')).toBe(false);
		expect(requests).toHaveLength(3);
	});
});

test('permissions are fetched again after an invalidation', async () => {
	await allows(member(), 'read', 'articles');
	await allows(GUEST, 'read', 'articles');
	invalidateGuests();
	answer.body = { data: {} };
	expect(await allows(member(), 'read', 'articles')).toBe(false);
	expect(await allows(GUEST, 'read', 'articles')).toBe(false);
});

test('permissions in an unknown shape count as an outage', async () => {
	answer.body = { data: { articles: { read: true } } };
	await expect(allows(member(), 'read', 'articles')).rejects.toThrow('UNAVAILABLE');
});

test('a visitor who may be a member or a guest has no permissions, and Directus is not called', async () => {
	await expect(allows({ kind: 'unknown' }, 'read', 'articles')).rejects.toThrow('UNAVAILABLE');
	expect(await can({ kind: 'unknown' }, 'read', 'articles')).toBe(false);
	expect(requests).toEqual([]);
});

describe('where policies depend on client addresses', () => {
	const GUEST_ASKER = { accessToken: null, address: '203.0.113.7' };
	beforeEach(async () => {
		answer.body = { ...answer.body, meta: { rules_by_address: true } };
		await allows(GUEST, 'read', 'articles');
		requests = [];
	});

	test('the permissions of a guest are fetched for their address on each call', async () => {
		expect(await guest()).toEqual(GUEST_ASKER);
		expect(await allows(GUEST, 'update', 'articles')).toBe(true);
		expect(await allows(GUEST, 'update', 'articles')).toBe(true);
		const here = '/portico/permissions  203.0.113.7';
		expect(requests).toEqual([here, here]);
	});

	test('the permissions of a member are fetched for their address on each call', async () => {
		const access = member();
		if (access.kind !== 'member') expect.fail();
		access.user.rules_by_address = true;
		access.asker.address = GUEST_ASKER.address;
		await allows(access, 'read', 'articles');
		await allows(access, 'read', 'articles');
		const here = '/permissions/me Bearer token 203.0.113.7';
		expect(requests).toEqual([here, here]);
	});

	test('a guest keeps their address during a new fetch and during an outage', async () => {
		invalidateGuests();
		answer = { status: 503, body: {} };
		expect(await guest()).toEqual(GUEST_ASKER);
	});
});
