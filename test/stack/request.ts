import type { IncomingHttpHeaders } from 'node:http';
import { type Agent, request as send } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** What belongs to a request besides its address. */
export interface Options {
	/** The certificate that is believed. */
	authority: string;
	method?: string;
	headers?: Record<string, string>;
	body?: string;
	/** Keeps connections for the next. */
	agent?: Agent;
}

/**
 * One request as people send it over TLS, believing this authority alone. Names of this machine need no name server, and
 * headers may be what fetch() does not let one set.
 */
export function request(
	url: string,
	{ authority, method = 'GET', headers = {}, body, agent }: Options
): Promise<Answer> {
	const { hostname, port, pathname, search } = new URL(url);
	return new Promise((resolve, reject) => {
		const sent = send({
			host: '127.0.0.1',
			port,
			path: pathname + search,
			servername: hostname,
			ca: authority,
			method,
			...(agent && { agent }),
			headers: { host: new URL(url).host, ...headers }
		});
		sent.on('error', reject);
		sent.on('response', (response) => {
			text(response).then(
				(body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
				reject
			);
		});
		sent.end(body);
	});
}
