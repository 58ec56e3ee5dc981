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
	asked.push([request.url, authorization, address].join(' ').trim());
	response.writeHead(answer.status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(answer.body));
});
afterAll(() => server.close());

let asked: string[];
let answer: { status: number; body: object };
beforeEach(() => {
	invalidateGuests();
	asked = [];
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

/** A person as Directus knows them now: each time that it is asked, another object. */
function member(): Access {
	const user = {
		id: 'u1',
		email: null,
		firstName: null,
		lastName: null,
		role: null,
		language: null,
		studio: false,
		rulesByAddress: false
	};
	return { kind: 'member', user, asker: { accessToken: 'token', address: null } };
}

describe.each([
	['a member', member, '/permissions/me Bearer token'],
	['a guest', () => GUEST, '/portico/permissions']
])('%s', (_, accessOf, request) => {
	test('may do what Directus lets them do with all or some of a collection', async () => {
		const access = accessOf();
		expect(await allows(access, 'read', 'articles')).toBe(true);
		expect(await allows(access, 'update', 'articles')).toBe(true);
		expect(await allows(access, 'delete', 'articles')).toBe(false);
		expect(await allows(access, 'create', 'comments')).toBe(false);
		expect(await allows(access, 'read', 'directus_users')).toBe(false);
		expect(asked).toEqual([request]);
	});

	test('is asked about once, however many want to know', async () => {
		const access = accessOf();
		await Promise.all([1, 2, 3].map(() => allows(access, 'read', 'articles')));
		expect(asked).toHaveLength(1);
	});

	test('is asked about again after Directus was away, and where it refuses may do nothing', async () => {
		const access = accessOf();
		answer = { status: 500, body: {} };
		await expect(allows(access, 'read', 'articles')).rejects.toThrow('UNAVAILABLE');
		expect(await can(access, 'read', 'articles')).toBe(false);
		answer = { status: 401, body: { errors: [{ extensions: { code: 'TOKEN_EXPIRED' } }] } };
		expect(await allows(access, 'read', 'articles')).toBe(false);
		expect(asked).toHaveLength(3);
	});
});

test('who is forgotten is asked about anew', async () => {
	await allows(member(), 'read', 'articles');
	await allows(GUEST, 'read', 'articles');
	invalidateGuests();
	answer.body = { data: {} };
	expect(await allows(member(), 'read', 'articles')).toBe(false);
	expect(await allows(GUEST, 'read', 'articles')).toBe(false);
});

test('an answer in another shape is none', async () => {
	answer.body = { data: { articles: { read: true } } };
	await expect(allows(member(), 'read', 'articles')).rejects.toThrow('UNAVAILABLE');
});

test('of whom nobody knows who they are nothing is said', async () => {
	await expect(allows({ kind: 'unknown' }, 'read', 'articles')).rejects.toThrow('UNAVAILABLE');
	expect(await can({ kind: 'unknown' }, 'read', 'articles')).toBe(false);
	expect(asked).toEqual([]);
});

describe('where policies speak about addresses', () => {
	const HERE = { accessToken: null, address: '203.0.113.7' };
	beforeEach(async () => {
		answer.body = { ...answer.body, meta: { rules_by_address: true } };
		await allows(GUEST, 'read', 'articles');
		asked = [];
	});

	test('a guest is asked about from where they are, each time', async () => {
		expect(await guest()).toEqual(HERE);
		expect(await allows(GUEST, 'update', 'articles')).toBe(true);
		expect(await allows(GUEST, 'update', 'articles')).toBe(true);
		const here = '/portico/permissions  203.0.113.7';
		expect(asked).toEqual([here, here]);
	});

	test('so is a member', async () => {
		const access = member();
		if (access.kind !== 'member') expect.fail();
		access.user.rulesByAddress = true;
		access.asker.address = HERE.address;
		await allows(access, 'read', 'articles');
		await allows(access, 'read', 'articles');
		const here = '/permissions/me Bearer token 203.0.113.7';
		expect(asked).toEqual([here, here]);
	});

	test('it counts as Directus last told while it is asked anew, and while it is away', async () => {
		invalidateGuests();
		answer = { status: 503, body: {} };
		expect(await guest()).toEqual(HERE);
	});
});
