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

/** The person as Directus knows them at the moment of asking. */
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

/** An answer that Directus has made and that is not here yet. */
function onItsWay(made: (response: ServerResponse) => void) {
	const { promise: isAsked, resolve: arrive } = Promise.withResolvers<() => void>();
	answer = (response) => arrive(() => made(response));
	return isAsked;
}

const nameNow = async () => (await ownerOf(token))?.first_name;

describe.each([
	['a person', () => invalidate('someone', 'u1')],
	['everybody', invalidateAll]
])('to forget %s', (_, forgetNow) => {
	test('has the next request ask', async () => {
		expect(await nameNow()).toBe('Ada');
		answer = refused;
		expect(await nameNow()).toBe('Ada');
		forgetNow();
		expect(cached(token)).toBeNull();
		expect(await ownerOf(token)).toBeNull();
	});

	test('catches an answer on its way: the caller gets it, the cache does not', async () => {
		const isAsked = onItsWay(named('Ada'));
		const before = nameNow();
		const arrive = await isAsked;
		forgetNow();
		arrive();
		expect(await before).toBe('Ada');
		expect(cached(token)).toBeNull();
		answer = refused;
		expect(await ownerOf(token)).toBeNull();
	});

	test('has who comes next ask anew, and not wait for the answer on its way', async () => {
		const isAsked = onItsWay(named('Ada'));
		const before = nameNow();
		const arrive = await isAsked;
		forgetNow();
		answer = named('Ada Lovelace');
		expect(await nameNow()).toBe('Ada Lovelace');
		arrive();
		expect(await before).toBe('Ada');
		expect(cached(token)?.user.first_name).toBe('Ada Lovelace');
	});
});

test('to forget a person leaves others remembered', async () => {
	await ownerOf(token);
	invalidate('u2');
	answer = refused;
	expect(await nameNow()).toBe('Ada');
});

test('D50 what is cached of a person is small, however long their name is in Directus', async () => {
	answer = named('a'.repeat(800_000));
	const { first_name } = (await ownerOf(token)) ?? {};
	expect(first_name).toBe('a'.repeat(255));
});
