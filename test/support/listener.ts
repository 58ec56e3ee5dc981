import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A message of Directus as it arrived. */
export interface ReceivedEvent {
	headers: Headers;
	body: string;
	/** The reported changes. */
	data: { users: string[] | 'all'; collections: string[] };
}

/** Receives the events that Directus sends, at an address of its own. */
export class Listener {
	readonly url: string;
	readonly received: ReceivedEvent[] = [];
	/** The status of the answers; null gives none. */
	status: number | null = 204;
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on TCP
		server.on('request', (request, response) => void this.#receive(request, response));
	}

	/** Begins to listen. */
	static async open(): Promise<Listener> {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new Listener(server);
	}

	/** The messages that name this user, or this collection. */
	about(name: string): ReceivedEvent[] {
		return this.received.filter(
			({ data: { users, collections } }) => users.includes(name) || collections.includes(name)
		);
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { status } = this;
		const body = await text(request);
		const { data } = JSON.parse(body) as ReceivedEvent;
		this.received.push({
			headers: new Headers(request.headers as Record<string, string>),
			body,
			data
		});
		if (status !== null) response.writeHead(status).end();
	}
}
