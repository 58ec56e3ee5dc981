import { request, type RequestOptions } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { installation } from './installation.ts';

/** An answer of the site, with its body read. */
export interface Answer {
	status: number;
	headers: Headers;
	/** Empty where there was none. */
	body: string;
}

/** What a person signs in with. */
export interface Credentials {
	email: string;
	password: string;
}

type HeaderFields = Record<string, string>;

const NAVIGATION: HeaderFields = {
	accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
	'sec-fetch-dest': 'document',
	'sec-fetch-mode': 'navigate'
};

/**
 * Keeps cookies and sends what a browser sends, but follows nothing and rewrites nothing: node:http, since fetch() would
 * normalise paths and write Host and Sec-Fetch-Mode itself.
 */
export class Browser {
	/** The values of the cookies it keeps, by their names. */
	readonly cookies = new Map<string, string>();
	readonly origin: string;

	constructor(origin = installation.url) {
		this.origin = origin;
	}

	/** A browser in which this person has signed in. */
	static async signedIn(person: Credentials, origin?: string): Promise<Browser> {
		const browser = new Browser(origin);
		const { status } = await browser.signIn(person);
		if (status !== 303) throw new Error(`${person.email} cannot sign in: ${status}`);
		return browser;
	}

	/** Another browser with the same cookies: a copy, or a thief's. */
	clone(): Browser {
		const twin = new Browser(this.origin);
		for (const [name, value] of this.cookies) twin.cookies.set(name, value);
		return twin;
	}

	/** Opens a page, as by typing its address. */
	visit(path: string, headers: HeaderFields = {}): Promise<Answer> {
		return this.send('GET', path, {
			headers: { ...NAVIGATION, 'sec-fetch-site': 'none', ...headers }
		});
	}

	/** Asks for a page's data, as Kit's router does when a link is followed. */
	data(path: string): Promise<Answer> {
		const [pathname = '', search] = path.split('?');
		const address = `${pathname.replace(/\/$/, '')}/__data.json${search ? `?${search}` : ''}`;
		const headers = { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' };
		return this.send('GET', address, { headers });
	}

	/** Sends a form of a page, as without scripts. */
	submit(path: string, fields: Record<string, string>, headers: HeaderFields = {}) {
		return this.send('POST', path, {
			headers: {
				...NAVIGATION,
				'content-type': 'application/x-www-form-urlencoded',
				'sec-fetch-site': 'same-origin',
				origin: this.origin,
				...headers
			},
			body: new URLSearchParams(fields).toString()
		});
	}

	/** Sends a form as Kit's `use:enhance` does; answered with JSON. */
	enhancedSubmit(path: string, fields: Record<string, string>) {
		return this.submit(path, fields, {
			accept: 'application/json',
			'sec-fetch-dest': 'empty',
			'sec-fetch-mode': 'cors',
			'x-sveltekit-action': 'true'
		});
	}

	/** Sends the form of the sign-in page. */
	signIn({ email, password }: Credentials, query = ''): Promise<Answer> {
		return this.submit(`/signin?/login${query}`, { email, password });
	}

	/** Sends a request with exactly this path and these headers, and the cookies it keeps. */
	async send(
		method: string,
		path: string,
		{ headers = {}, body }: { headers?: HeaderFields; body?: string | Buffer } = {}
	): Promise<Answer> {
		const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const { protocol, hostname, port } = new URL(this.origin);
		const answer = await exchange(
			{
				protocol,
				method,
				hostname: hostname.replace(/^\[|\]$/g, ''),
				port,
				path,
				headers: { ...(cookies && { cookie: cookies }), ...headers }
			},
			body
		);
		for (const cookie of setCookies(answer)) {
			if (cookie.attributes['max-age'] === '0') this.cookies.delete(cookie.name);
			else this.cookies.set(cookie.name, cookie.value);
		}
		return answer;
	}
}

/** A cookie as an answer sets it, with the names of its attributes in small letters. */
export interface SetCookie {
	name: string;
	value: string;
	attributes: Record<string, string>;
}

/** The cookies that an answer sets or removes. */
export function setCookies({ headers }: Answer): SetCookie[] {
	return headers.getSetCookie().map((header) => {
		const [[name = '', value = ''] = [], ...attributes] = header.split('; ').map(pair);
		const named = attributes.map(([key = '', value = '']) => [key.toLowerCase(), value]);
		return { name, value, attributes: Object.fromEntries(named) as Record<string, string> };
	});
}

/** Where an answer leads; null where it leads nowhere. */
export function location({ headers }: Answer): string | null {
	return headers.get('location');
}

function pair(text: string): string[] {
	const at = text.indexOf('=');
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function exchange(options: RequestOptions, body: string | Buffer | undefined): Promise<Answer> {
	const send = options.protocol === 'https:' ? requestOverTls : request;
	return new Promise((resolve, reject) => {
		const sent = send({ ...options, agent: false }, (response) => {
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
		// told beforehand, as a browser does; also for an empty form
		if (body !== undefined && !sent.hasHeader('transfer-encoding')) {
			sent.setHeader('content-length', Buffer.byteLength(body));
		}
		sent.end(body);
	});
}
