import { anyAnswer } from '@portico/contract/answers.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ANY_GUEST } from './asker.ts';
import { client, readItems } from './client.ts';
import { call } from './transport.ts';

const ARTICLES = { path: '/items/articles', answer: anyAnswer } as const;

const { server, url } = await vi.hoisted(async () =>
	(await import('../../../../../test/support/stand-in.ts')).standIn()
);
vi.mock('$app/env/private', () => ({
	DIRECTUS_URL: url,
	PORTICO_EVENTS_SECRET: null,
	LOG_LEVEL: 'silent'
}));

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
let answers: Answer[];
let requests: number;
let connections: number;
server.on('connection', () => connections++);
server.on('request', (request, response) => {
	requests++;
	const [answer, ...rest] = answers;
	// the last one goes on
	if (rest.length > 0) answers = rest;
	answer?.(response, request);
});
beforeEach(() => {
	requests = 0;
	connections = 0;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const good: Answer = (response) =>
	response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
const page: Answer = (response) =>
	response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
const busy =
	(headers: Record<string, string> = {}): Answer =>
	(response) =>
		response.writeHead(503, headers).end('{"errors":[{"extensions":{"code":"UNDER_PRESSURE"}}]}');

describe('a 503 of Directus under pressure', () => {
	test.each<Record<string, string>>([{}, { 'retry-after': '1' }])(
		'with a short Retry-After (%o) is retried once, for reads',
		async (headers) => {
			answers = [busy(headers), good];
			expect(await call(ARTICLES)).toEqual({ data: [] });
			expect(requests).toBe(2);
		}
	);

	test('is retried only once', async () => {
		answers = [busy()];
		await expect(call(ARTICLES)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
		expect(requests).toBe(2);
	});

	test.each(['30', 'Wed, 21 Oct 2065 07:28:00 GMT'])(
		'with a long Retry-After (%s) is not retried',
		async (time) => {
			answers = [busy({ 'retry-after': time })];
			await expect(call(ARTICLES)).rejects.toMatchObject({ status: 503 });
			expect(requests).toBe(1);
		}
	);

	test.each(['POST', 'PATCH', 'DELETE'] as const)('is never retried for a %s', async (method) => {
		answers = [busy({ 'retry-after': '1' }), good];
		await expect(call({ path: '/users/me', answer: anyAnswer }, { method })).rejects.toMatchObject({
			code: 'UNAVAILABLE'
		});
		expect(requests).toBe(1);
	});
});

describe('a response that is not from Directus', () => {
	test.each<[string, Answer]>([
		['a page of HTML', page],
		['a way to elsewhere', (response) => response.writeHead(302, { location: '/login' }).end()],
		['a body that breaks off', (response) => cutResponse(response)],
		['a body that does not come', (response) => void response.writeHead(200).write('{')]
	])('(%s) counts as no response', async (_, answer) => {
		answers = [answer];
		const sent = call(ARTICLES, { timeoutSeconds: 0.5 });
		await expect(sent).rejects.toMatchObject({ code: 'UNAVAILABLE' });
	});

	test('is rejected by the typed client as well', async () => {
		answers = [page];
		const sent = client(ANY_GUEST).request(readItems('articles'));
		await expect(sent).rejects.toMatchObject({ code: 'UNAVAILABLE' });
	});
});

describe('connections to Directus', () => {
	test('are reused', async () => {
		answers = [good];
		await call(ARTICLES);
		connections = 0;
		for (let i = 0; i < 10; i++) await call(ARTICLES);
		expect(requests).toBe(11);
		expect(connections).toBe(0);
	});

	test('are limited to about the number of calls in flight, however many calls begin at once', async () => {
		answers = [good];
		await Promise.all(Array.from({ length: 500 }, () => call(ARTICLES)));
		expect(requests).toBe(500);
		// a connection may not be free right after its response
		expect(connections).toBeLessThan(2 * 64);
	});
});

function cutResponse(response: ServerResponse): void {
	response.writeHead(200, { 'content-length': '100' }).write('{');
	setImmediate(() => response.destroy());
}

describe('a response that does not match its schema', () => {
	test('counts as no response, and the error does not reveal its content', async () => {
		const secret = 'secret-token';
		answers = [
			(response) =>
				response.end(JSON.stringify({ data: { access_token: secret, refresh_token: 1 } }))
		];
		const failure: unknown = await call(ENDPOINTS.session).catch((error: unknown) => error);
		expect(failure).toMatchObject({ code: 'UNAVAILABLE' });
		expect(inspect(failure, { depth: null, showHidden: true })).toContain('data.refresh_token');
		expect(inspect(failure, { depth: null, showHidden: true })).not.toContain(secret);
	});
});
