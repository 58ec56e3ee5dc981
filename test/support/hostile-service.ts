import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request as it reached the service. */
export interface Reached {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
}

/** What the address `/base/script.js` is: it tells a page that it runs. */
const SCRIPT = `try { document.title = 'hostile' } catch {} try { postMessage('hostile') } catch {}`;

/** A service that tries what a service should not be able to do to the site. */
export class HostileService {
	readonly requests: Reached[] = [];
	/** The headers of its answers, besides their content type. */
	headers: Record<string, string | string[]> = {};
	status = 200;
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
		server.on('request', (request, response) => this.#answer(request, response));
	}

	/** Begins to listen. */
	static async open(port: number): Promise<HostileService> {
		const server = createServer().listen(port, '127.0.0.1');
		await once(server, 'listening');
		return new HostileService(server);
	}

	/** The token of its last request. */
	get token(): string {
		return (this.requests.at(-1)?.headers.authorization ?? '').replace(/^Bearer /, '');
	}

	close(): void {
		this.#server.close();
		this.#server.closeAllConnections();
	}

	#answer({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse): void {
		this.requests.push({ method, url, headers });
		if (url === '/silent') return;
		if (url === '/breaking') {
			response.writeHead(200, { 'content-length': '100' }).write('half of it');
			response.socket?.destroySoon();
			return;
		}
		if (url === '/stalling') {
			response.writeHead(200).write('half of it');
			return;
		}
		if (url.endsWith('.js')) {
			response.writeHead(200, { 'content-type': 'text/javascript', ...this.headers }).end(SCRIPT);
			return;
		}
		const page = `<!doctype html><title>service</title><script>${SCRIPT}</script><p>A page</p>`;
		response.writeHead(this.status, { 'content-type': 'text/html', ...this.headers }).end(page);
	}
}
