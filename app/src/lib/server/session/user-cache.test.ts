import jwt from 'jsonwebtoken';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { invalidate, invalidateAll, ownerOf, cached } from './user-cache.ts';

const { server, url } = await vi.hoisted(async () =>
	(await import('../../../../../test/support/stand-in.ts')).standIn()
);
vi.mock('$app/env/private', () => ({
	DIRECTUS_URL: url,
	PORTICO_EVENTS_SECRET: null,
	LOG_LEVEL: 'silent'
}));
server.on('request', (_request: IncomingMessage, response: ServerResponse) => answer(response));
afterAll(() => server.close());

let answer: (response: ServerResponse) => void;
let token: string;
beforeEach(() => {
	token = jwt.sign({ id: 'u1', role: null, session: randomUUID() }, 'signed', { expiresIn: '5m' });
	answer = named('Ada');
	invalidateAll();
});

/** The person as Directus knows them at the moment of the call. */
function named(first_name: string, id = 'u1') {
	const rest = {
		email: null,
		last_name: null,
		status: 'active',
		role: null,
		rules_by_address: false
	};
	return (response: ServerResponse) =>
		void response
			.writeHead(200, { 'content-type': 'application/json' })
			.end(JSON.stringify({ data: { id, first_name, ...rest } }));
}

function refused(response: ServerResponse): void {
	response.writeHead(401).end('{"errors":[{"extensions":{"code":"INVALID_CREDENTIALS"}}]}');
}

/** An answer that Directus has made and that has not arrived yet. */
function answerInFlight(made: (response: ServerResponse) => void) {
	const { promise: isRequested, resolve: arrive } = Promise.withResolvers<() => void>();
	answer = (response) => arrive(() => made(response));
	return isRequested;
}

const nameNow = async () => (await ownerOf(token))?.first_name;

describe.each([
	['a person', () => invalidate('someone', 'u1')],
	['all users', invalidateAll]
])('invalidating %s', (_, invalidateNow) => {
	test('makes the next request call Directus', async () => {
		expect(await nameNow()).toBe('Ada');
		answer = refused;
		expect(await nameNow()).toBe('Ada');
		invalidateNow();
		expect(cached(token)).toBeNull();
		expect(await ownerOf(token)).toBeNull();
	});

	test('keeps an answer in flight out of the cache, but not from its caller', async () => {
		const isRequested = answerInFlight(named('Ada'));
		const before = nameNow();
		const arrive = await isRequested;
		invalidateNow();
		arrive();
		expect(await before).toBe('Ada');
		expect(cached(token)).toBeNull();
		answer = refused;
		expect(await ownerOf(token)).toBeNull();
	});

	test('makes the next request call Directus again instead of waiting for the answer in flight', async () => {
		const isRequested = answerInFlight(named('Ada'));
		const before = nameNow();
		const arrive = await isRequested;
		invalidateNow();
		answer = named('Ada Lovelace');
		expect(await nameNow()).toBe('Ada Lovelace');
		arrive();
		expect(await before).toBe('Ada');
		expect(cached(token)?.user.first_name).toBe('Ada Lovelace');
	});
});

test('invalidating a person keeps the entries of others', async () => {
	await ownerOf(token);
	invalidate('u2');
	answer = refused;
	expect(await nameNow()).toBe('Ada');
});

test('D50 a cached user is small, however long their name is in Directus', async () => {
	answer = named('a'.repeat(800_000));
	const { first_name } = (await ownerOf(token)) ?? {};
	expect(first_name).toBe('a'.repeat(255));
});
