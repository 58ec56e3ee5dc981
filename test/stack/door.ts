import { once } from 'node:events';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** Leads to a host behind the proxy, for programs that know neither its name nor its authority. */
export interface LocalProxy {
	url: string;
	close(): void;
}

export async function openProxy(target: string, authority: string): Promise<LocalProxy> {
	const { hostname, host, port } = new URL(target);
	const server = createServer((incoming, answer) => {
		const { method, url: path, headers } = incoming;
		const sent = request({
			host: '127.0.0.1',
			port,
			servername: hostname,
			ca: authority,
			method,
			path,
			headers: { ...headers, host }
		});
		sent.on('error', () => answer.destroy());
		sent.on('response', (response) => {
			answer.writeHead(response.statusCode ?? 502, response.headers);
			pipeline(response, answer, () => {});
		});
		pipeline(incoming, sent, () => {});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port: own } = server.address() as AddressInfo; // it listens on TCP
	return {
		url: `http://127.0.0.1:${own}`,
		close: () => {
			server.close();
			server.closeAllConnections();
		}
	};
}
