import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GUEST, type Access } from './access.ts';
import { allows, can, forgetGuests } from './permissions.ts';

const { server, url } = await vi.hoisted(async () =>
	(await import('../../../../test/stand-in.ts')).standIn()
);
vi.mock('$app/env/private', () => ({
	DIRECTUS_URL: url,
	PORTICO_EVENTS_SECRET: null,
	LOG_LEVEL: 'silent'
}));
server.on('request', (request: IncomingMessage, response: ServerResponse) => {
	asked.push(`${request.url} ${request.headers.authorization}`);
	response.writeHead(answer.status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(answer.body));
});
afterAll(() => server.close());

let asked: string[];
let answer: { status: number; body: object };
beforeEach(() => {
	forgetGuests();
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

/** Somebody as Directus knows them now: each time that it is asked, another object. */
function member(): Access {
	const user = { id: 'u1', email: null, firstName: null, lastName: null, role: null };
	return { kind: 'member', user, accessToken: 'token' };
}

describe.each([
	['a member', member, '/permissions/me Bearer token'],
	['a guest', () => GUEST, '/portico/permissions undefined']
])('%s', (_, whoever, request) => {
	test('may do what Directus lets them do with all or some of a collection', async () => {
		const access = whoever();
		expect(await allows(access, 'read', 'articles')).toBe(true);
		expect(await allows(access, 'update', 'articles')).toBe(true);
		expect(await allows(access, 'delete', 'articles')).toBe(false);
		expect(await allows(access, 'create', 'comments')).toBe(false);
		expect(await allows(access, 'read', 'directus_users')).toBe(false);
		expect(asked).toEqual([request]);
	});

	test('is asked about once, however many want to know', async () => {
		const access = whoever();
		await Promise.all([1, 2, 3].map(() => allows(access, 'read', 'articles')));
		expect(asked).toHaveLength(1);
	});

	test('is asked about again after Directus was away, and where it refuses may do nothing', async () => {
		const access = whoever();
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
	forgetGuests();
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
