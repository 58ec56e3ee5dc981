import { once } from 'node:events';
import {
	createServer,
	request as send,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that came through. */
export interface Relayed {
	method: string;
	/** Path and query. */
	path: string;
	headers: IncomingMessage['headers'];
	/** The status of Directus' own answer, once it has arrived. */
	status: number | null;
}

/**
 * Treatment of a request: it is forwarded to Directus; waits for `release`; loses its connection; is forwarded, but loses
 * its connection when Directus has responded; gets a response that stops in the middle; or gets this response.
 */
export type Fault =
	| 'pass'
	| 'hang'
	| 'cut'
	| 'lose answer'
	| 'slow body'
	| { status: number; body: string; headers?: Record<string, string> };

const JSON_TYPE = { 'content-type': 'application/json' };

/** A relay between an app and Directus that records every request, and can fail, delay or replace its response. */
export class Relay {
	readonly url: string;
	readonly requests: Relayed[] = [];
	/** Decides about each request; by default all are forwarded. */
	fault: (request: Relayed) => Fault = () => 'pass';

	readonly #hanging: (() => void)[] = [];
	readonly #concurrent = new Map<string, { now: number; most: number }>();
	readonly #server: Server;
	readonly #directusUrl: string;

	private constructor(server: Server, directusUrl: string) {
		this.#server = server;
		this.#directusUrl = directusUrl;
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
		server.on('request', (request, response) => this.#relay(request, response));
	}

	/** Begins to listen in front of a Directus. */
	static async to(directusUrl: string): Promise<Relay> {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new Relay(server, directusUrl);
	}

	/** How many requests for this path came by. */
	count(path: string): number {
		return this.requests.filter((request) => request.path === path).length;
	}

	/** The largest number of concurrent requests for this path. */
	maxConcurrent(path: string): number {
		return this.#concurrent.get(path)?.most ?? 0;
	}

	/** Takes no connections any more, as where no process listens. */
	async refuse(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	/** Takes connections again. */
	async accept(): Promise<void> {
		this.#server.listen(Number(new URL(this.url).port), '127.0.0.1');
		await once(this.#server, 'listening');
	}

	/** Forwards all waiting requests, as a suspended process does when it continues. */
	release(): void {
		for (const forwardIt of this.#hanging.splice(0)) forwardIt();
	}

	async close(): Promise<void> {
		if (this.#server.listening) await this.refuse();
	}

	#relay(request: IncomingMessage, response: ServerResponse): void {
		const { method = 'GET', url: path = '/', headers } = request;
		const relayed: Relayed = { method, path, headers, status: null };
		this.requests.push(relayed);
		this.#follow(path, response);

		const fault = this.fault(relayed);
		const forwardIt = () =>
			forward(
				request,
				(answer) => {
					relayed.status = answer.statusCode ?? null;
					deliver(answer, response);
				},
				this.#directusUrl
			);
		if (fault === 'hang') return void this.#hanging.push(forwardIt);
		if (fault === 'cut') return void request.socket.destroy();
		if (fault === 'pass') return forwardIt();
		if (fault === 'slow body') return void response.writeHead(200, JSON_TYPE).write('{"data":');
		if (fault === 'lose answer') {
			return forward(request, () => request.socket.destroy(), this.#directusUrl);
		}
		const { status, body, headers: added } = fault;
		response.writeHead(status, { ...JSON_TYPE, ...added }).end(body);
	}

	#follow(path: string, response: ServerResponse): void {
		const concurrent = this.#concurrent.get(path) ?? { now: 0, most: 0 };
		this.#concurrent.set(path, concurrent);
		concurrent.now++;
		concurrent.most = Math.max(concurrent.most, concurrent.now);
		response.once('close', () => concurrent.now--);
	}
}

function forward(
	request: IncomingMessage,
	onAnswer: (answer: IncomingMessage) => void,
	directusUrl: string
): void {
	const { method, url, headers } = request;
	const passed = send(directusUrl + url, { method, headers, agent: false }, onAnswer);
	passed.on('error', () => request.socket.destroy());
	request.pipe(passed);
}

function deliver(answer: IncomingMessage, response: ServerResponse): void {
	response.writeHead(answer.statusCode ?? 502, answer.headers);
	answer.pipe(response);
}
