import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setImmediate as immediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';

let app: OwnApp;
beforeAll(async () => {
	app = await startApp({ DIRECTUS_URL: installation.directusUrl });
	await new Browser(app.url).visit('/signin');
});
afterAll(() => app.stop());

describe('L05 a hundred megabytes in a form', () => {
	const PIECE = Buffer.alloc(2 ** 16, 'x');
	const MEGABYTE = 2 ** 20;
	const BYTES = 100 * MEGABYTE;
	const SENDERS = 8;

	test.each<[string, Record<string, string>]>([
		['with its length', { 'content-length': String(BYTES) }],
		['in chunks', { 'transfer-encoding': 'chunked' }]
	])('%s is answered before it has arrived completely, and is not buffered', async (_, headers) => {
		const before = app.memory();
		let most = before;
		const uploads = await Promise.all(
			Array.from({ length: SENDERS }, async () => {
				const uploaded = await upload(headers);
				most = Math.max(most, app.memory());
				return uploaded;
			})
		);
		for (const { status, bytes } of uploads) {
			expect(status).toBe(413);
			expect(bytes).toBeLessThan(BYTES / 2);
		}
		expect(most - before).toBeLessThan(BYTES / MEGABYTE);
		expect((await new Browser(app.url).visit('/healthz')).status).toBe(200);
	});

	/** Sends as much as is taken. */
	async function upload(headers: Record<string, string>) {
		const sent = request(`${app.url}/signin?/login`, {
			method: 'POST',
			agent: false,
			headers: {
				...headers,
				origin: app.url,
				connection: 'keep-alive',
				'content-type': 'application/x-www-form-urlencoded'
			}
		});
		let status: number | null = null;
		let bytes = 0;
		sent.on('response', ({ statusCode = 0 }) => (status = statusCode));
		const pieces = async function* () {
			for (; bytes < BYTES && status === null; bytes += PIECE.length) {
				yield PIECE;
				await immediate();
			}
		};
		await pipeline(pieces, sent).catch(() => {}); // the server has closed the connection
		sent.destroy();
		return { status, bytes };
	}
});

test('L09 a client that never completes its request is disconnected, and others are served', async () => {
	const { hostname, port } = new URL(app.url);
	const slowClients = Array.from({ length: 50 }, () => {
		const socket = connect(Number(port), hostname);
		socket.write('GET / HTTP/1.1\r\nhost: x\r\n');
		const timer = setInterval(() => socket.write('x: y\r\n'), 1000);
		socket.on('error', () => {}).on('close', () => clearInterval(timer));
		return socket;
	});
	expect((await new Browser(app.url).visit('/healthz')).status).toBe(200);
	const answers = await Promise.all(slowClients.map((socket) => text(socket).catch(() => '')));
	// a client that was writing at that moment may not have received it
	expect(answers.some((text) => text.startsWith('HTTP/1.1 408 '))).toBe(true);
});
