import type { Service } from '@portico/contract/gateway.ts';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { ByteLengthQueuingStrategy } from 'node:stream/web';
import { answerHeaders } from './passed-headers.ts';
import type { Body } from './request-body.ts';
import { siteLocation } from './upstream-path.ts';

/** Shorter than servers keep a connection that nothing goes over. */
const FREE_CONNECTION_MILLISECONDS = 4000;
const BUFFERED_BYTES = 65_536;
const WITHOUT_BODY = [204, 205, 304];

const kept = { keepAlive: true, timeout: FREE_CONNECTION_MILLISECONDS };
const senders = {
	'http:': { request: http.request, agent: new http.Agent(kept) },
	'https:': { request: https.request, agent: new https.Agent(kept) }
};

/** A request to a service. */
export type Outgoing = {
	method: string;
	/** Path and query. */
	path: string;
	headers: Record<string, string>;
	body: Body | null;
	/** Ends the exchange when the client is gone, or the session has ended. */
	signal: AbortSignal;
};

/** How a request to a service ended, as far as its answer has begun. */
export type Forwarded =
	| { kind: 'answered'; response: Response; closed: Promise<void> }
	| { kind: 'too-large' }
	| { kind: 'aborted' }
	| { kind: 'timed-out' }
	| { kind: 'unreachable'; code: string };

/**
 * Sends a request to a service and passes its answer on, both as streams. By node:http, not fetch(): it follows no redirect,
 * adds no header, decompresses nothing, and says how long a body is.
 */
export function forward(service: Service, outgoing: Outgoing): Promise<Forwarded> {
	const { method, path, headers, body, signal } = outgoing;
	if (body?.length && body.length > service.maxBodyBytes) {
		return Promise.resolve({ kind: 'too-large' });
	}
	const { promise, resolve } = Promise.withResolvers<Forwarded>();
	// only these two are read from GATEWAY_SERVICES
	const { request, agent } = senders[service.url.protocol as keyof typeof senders];
	const upstream = request(service.url, {
		agent,
		method,
		path,
		headers: { ...headers, ...framing(body) },
		signal,
		timeout: service.timeoutSeconds * 1000
	});
	const isSafe = !body && (method === 'GET' || method === 'HEAD');
	const closed = new Promise<void>((settle) => upstream.once('close', settle));
	const fail = (outcome: Forwarded) => {
		resolve(outcome);
		upstream.destroy();
	};
	upstream.on('timeout', () => fail({ kind: 'timed-out' }));
	upstream.on('error', (error: NodeJS.ErrnoException) => {
		// the service closed a kept connection at that moment, or ended
		const isStale = upstream.reusedSocket && error.code === 'ECONNRESET';
		if (signal.aborted) resolve({ kind: 'aborted' });
		else if (isStale && isSafe) resolve(forward(service, outgoing));
		else resolve({ kind: 'unreachable', code: error.code ?? error.name });
	});
	upstream.on('response', (incoming) => {
		const { statusCode = 0 } = incoming;
		if (statusCode < 200 || statusCode > 599) {
			return fail({ kind: 'unreachable', code: `status ${statusCode}` });
		}
		upstream.setTimeout(service.idleSeconds * 1000);
		const response = answerOf(service, { method, path }, incoming);
		resolve({ kind: 'answered', response, closed });
	});
	if (body) send(body, upstream, service.maxBodyBytes, () => fail({ kind: 'too-large' }));
	else upstream.end();
	return promise;
}

function framing(body: Body | null): Record<string, string> {
	if (!body) return {};
	return body.length === null
		? { 'transfer-encoding': 'chunked' }
		: { 'content-length': String(body.length) };
}

/** Passes a body on as fast as the service takes it. Where the exchange fails, the rest of it is left unread. */
function send(
	{ stream }: Body,
	upstream: ClientRequest,
	maxBytes: number,
	refuse: () => void
): void {
	let bytes = 0;
	const pass = (chunk: Uint8Array) => {
		bytes += chunk.byteLength;
		if (bytes > maxBytes) refuse();
		else if (!upstream.write(chunk)) stream.pause();
	};
	const finish = () => upstream.end();
	const abandon = () => upstream.destroy();
	stream.on('data', pass).once('end', finish).once('error', abandon);
	upstream.on('drain', () => stream.resume());
	upstream.once('close', () => stream.off('data', pass).off('end', finish).pause());
}

function answerOf(
	service: Service,
	{ method, path }: Pick<Outgoing, 'method' | 'path'>,
	incoming: IncomingMessage
): Response {
	const { statusCode: status = 0 } = incoming;
	const headers = answerHeaders(incoming.headers);
	const location = incoming.headers.location;
	const own = location === undefined ? null : siteLocation(service, path, location);
	if (own !== null) headers.set('location', own);
	if (method === 'HEAD' || WITHOUT_BODY.includes(status)) {
		incoming.resume();
		return new Response(null, { status, headers });
	}
	const strategy = new ByteLengthQueuingStrategy({ highWaterMark: BUFFERED_BYTES });
	// the same stream, by the types of Node and those of the browser
	const body = Readable.toWeb(incoming, { strategy }) as unknown as ReadableStream;
	return new Response(body, { status, headers });
}
