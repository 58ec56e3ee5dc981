import { type Agent, request as sendPlainly, type RequestOptions } from 'node:http';
import { request as sendOverTls } from 'node:https';

/** An answer, with its body read. */
export interface Answer {
	status: number;
	headers: Headers;
	/** Empty where there was none. */
	body: string;
}

export type HeaderFields = Record<string, string>;

/** Parts of a request besides its address. */
export interface Options {
	method?: string;
	/** Sent as it is, in place of the path and query of the address. */
	path?: string;
	headers?: HeaderFields;
	body?: string | Buffer | undefined;
	/** The one certificate that is believed. The address is then one of this machine, whatever its name is. */
	authority?: string | undefined;
	/** Keeps connections for the next. */
	agent?: Agent | undefined;
}

/**
 * Sends one request, follows nothing and rewrites nothing: node:http, since fetch() would normalize paths, and write Host
 * and Sec-Fetch-Mode itself.
 */
export function request(address: string, options: Options = {}): Promise<Answer> {
	const { method = 'GET', headers = {}, body, authority, agent } = options;
	const { protocol, hostname, host, port, pathname, search } = new URL(address);
	const wanted: RequestOptions & { ca?: string; servername?: string } = {
		...(authority
			? { host: '127.0.0.1', servername: hostname, ca: authority, headers: { host, ...headers } }
			: // node:http takes no brackets around an IPv6 address
				{ host: hostname.replace(/^\[|\]$/g, ''), headers }),
		port,
		method,
		path: options.path ?? pathname + search,
		agent: agent ?? false
	};
	const send = protocol === 'https:' ? sendOverTls : sendPlainly;
	return new Promise((resolve, reject) => {
		const sent = send(wanted, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const headers = new Headers();
				for (let i = 0; i < response.rawHeaders.length; i += 2) {
					headers.append(response.rawHeaders[i] ?? '', response.rawHeaders[i + 1] ?? '');
				}
				const status = response.statusCode ?? 0;
				resolve({ status, headers, body: Buffer.concat(chunks).toString() });
			});
		});
		sent.on('error', reject);
		// sent beforehand, as a browser does; also for an empty form
		if (body !== undefined && !sent.hasHeader('transfer-encoding')) {
			sent.setHeader('content-length', Buffer.byteLength(body));
		}
		sent.end(body);
	});
}
