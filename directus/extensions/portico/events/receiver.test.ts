import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Receiver } from './receiver.ts';
import { sign } from '@portico/contract/webhook.ts';

const KEY = Buffer.alloc(32, 7);
const MESSAGE = { id: 'msg_1', body: '{"type":"directus.changed"}' };
const PAUSES = [1, 1];

/** A small server in place of the app, and the requests that it received. */
const server = createServer();
let got: { headers: IncomingMessage['headers']; body: string }[];
let answer: (response: ServerResponse) => void;
let url: string;
const log = { info: vi.fn<(message: string) => void>(), warn: vi.fn<(message: string) => void>() };

beforeEach(async () => {
	got = [];
	answer = status(204);
	vi.clearAllMocks();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/directus`; // it listens on TCP
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});
server.on('request', (request: IncomingMessage, response: ServerResponse) => {
	void text(request).then((body) => {
		got.push({ headers: request.headers, body });
		answer(response);
	});
});

function status(code: number) {
	return (response: ServerResponse) => void response.writeHead(code).end();
}

/** Sends one response after the other, then repeats the last. */
function inTurn(...answers: ((response: ServerResponse) => void)[]) {
	return (response: ServerResponse) =>
		(answers.length > 1 ? answers.shift() : answers[0])?.(response);
}

const cut = (response: ServerResponse) => void response.destroy();

test('a message is sent with a valid signature', async () => {
	await new Receiver(url, [KEY], log, PAUSES).deliver(MESSAGE);
	const [{ headers, body } = { headers: {}, body: '' }, ...more] = got;
	expect(more).toEqual([]);
	expect(body).toBe(MESSAGE.body);
	const at = Number(headers['webhook-timestamp']);
	expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(5);
	expect(headers).toMatchObject({
		...sign({ ...MESSAGE, at }, [KEY]),
		'content-type': 'application/json'
	});
});

test.each([
	['lost', cut],
	['answered with 500', status(500)],
	['answered with 429', status(429)]
])('a message that is %s is sent again under the same id', async (_, trouble) => {
	answer = inTurn(trouble, status(204));
	await new Receiver(url, [KEY], log, PAUSES).deliver(MESSAGE);
	expect(got.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_1', 'msg_1']);
	expect(log.warn).not.toHaveBeenCalled();
});

test('a message is dropped after three attempts', async () => {
	answer = status(503);
	await new Receiver(url, [KEY], log, PAUSES).deliver(MESSAGE);
	expect(got).toHaveLength(3);
	expect(log.warn).toHaveBeenCalledExactlyOnceWith(`${url} does not accept events of changes: 503`);
});

test.each([401, 404, 308])('a message refused with %d is not sent again', async (code) => {
	answer = status(code);
	await new Receiver(url, [KEY], log, PAUSES).deliver(MESSAGE);
	expect(got).toHaveLength(1);
	expect(log.warn).toHaveBeenCalledTimes(1);
});

test('a message that the receiver has already (409) counts as delivered', async () => {
	answer = inTurn(cut, status(409));
	await new Receiver(url, [KEY], log, PAUSES).deliver(MESSAGE);
	expect(log.warn).not.toHaveBeenCalled();
});

test('an unavailable receiver is logged once, and once more when it is back', async () => {
	const receiver = new Receiver(url, [KEY], log, PAUSES);
	answer = status(503);
	await receiver.deliver(MESSAGE);
	await receiver.deliver(MESSAGE);
	expect(log.warn).toHaveBeenCalledTimes(1);
	answer = status(204);
	await receiver.deliver(MESSAGE);
	await receiver.deliver(MESSAGE);
	expect(log.info).toHaveBeenCalledExactlyOnceWith(`${url} accepts events of changes again`);
});

test('a refused connection is logged and does not throw', async () => {
	await new Receiver('http://127.0.0.1:9', [KEY], log, PAUSES).deliver(MESSAGE);
	expect(log.warn).toHaveBeenCalledExactlyOnceWith(
		'http://127.0.0.1:9 does not accept events of changes: no response'
	);
});
