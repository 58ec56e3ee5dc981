#!/usr/bin/env node
// Stands between Playwright and Firefox, which talk by WebDriver BiDi. Playwright begins each context with
// `emulation.setMediaFeaturesOverride`, which Firefox 153 does not know, and gives up. This program starts Firefox,
// answers that one command where it requests Firefox' default behavior, and passes everything else on.
//
// It can go, and Playwright start Firefox itself, once the oldest Firefox that the tests use knows the command.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { onParentExit } from '../../parent-exit.js';
import { answerFor } from './firefox-media.ts';
import { installedFirefox } from './firefox.ts';

const LISTENING = /^WebDriver BiDi listening on (ws:\/\/\S+)$/;
/** A screenshot is one message. */
const SOCKET = { perMessageDeflate: false, maxPayload: 512 * 1024 * 1024 };

const program = installedFirefox();
if (!program) {
	console.error('There is no Firefox here.');
	process.exit(1);
}

const firefox = spawn(program, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'pipe'] });
firefox.on('error', (error) => end(1, error));
firefox.on('close', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => firefox.kill(signal));
}

// Playwright may be killed
onParentExit(() => end(1));

createInterface({ input: firefox.stderr }).on('line', (line) => {
	const url = LISTENING.exec(line)?.[1];
	if (url) listenFor(url);
	else console.error(line);
});

function listenFor(url: string): void {
	const server = new WebSocketServer({ ...SOCKET, host: '127.0.0.1', port: 0 });
	server.on('error', (error) => end(1, error));
	server.on('listening', () => {
		const { port } = server.address() as AddressInfo; // it listens on TCP
		console.error(`WebDriver BiDi listening on ws://127.0.0.1:${port}`);
	});
	server.on('connection', (client, { url: path = '' }) => connect(client, url + path));
}

/** Passes messages on in both directions and in their order, also those that come before Firefox listens. */
function connect(client: WebSocket, url: string): void {
	const upstream = new WebSocket(url, SOCKET);
	const early: string[] = [];
	const send = (message: string) => {
		const answer = answerFor(message);
		if (answer) client.send(answer);
		else upstream.send(message);
	};
	client.on('message', (data) => {
		if (upstream.readyState === WebSocket.CONNECTING) early.push(textOf(data));
		else send(textOf(data));
	});
	upstream.on('open', () => early.splice(0).forEach(send));
	upstream.on('message', (data) => client.send(textOf(data)));
	upstream.on('close', () => client.close());
	upstream.on('error', (error) => end(1, error));
	client.on('close', () => upstream.close());
	client.on('error', (error) => end(1, error));
}

function textOf(data: RawData): string {
	return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString();
}

function end(code: number, error?: Error): void {
	if (error) console.error(error.message);
	firefox.kill('SIGKILL');
	process.exit(code);
}
