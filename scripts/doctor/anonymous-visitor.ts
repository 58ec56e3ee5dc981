import { cookieName, type SessionCookie } from '@portico/contract/cookies.ts';

/** No answer for this long is none. Signing in is slow where many do. */
const TIMEOUT_MILLISECONDS = 30_000;

type HeaderFields = Record<string, string>;

/** An answer of the site, with its body read. */
export interface Answer {
	status: number;
	headers: Headers;
	body: string;
	/** Start of the request and of the response by this machine's clock, in milliseconds. */
	sentAt: number;
	receivedAt: number;
}

/** A cookie as an answer sets it, with the names of its attributes in lower case. */
export interface SetCookie {
	name: string;
	value: string;
	attributes: Record<string, string>;
}

/** A person with a browser: keeps cookies, follows nothing. */
export class Visitor {
	readonly #origin: string;
	readonly #headers: HeaderFields;
	readonly #cookies = new Map<string, string>();

	/** @param headers sent with every request */
	constructor(origin: string, headers: HeaderFields = {}) {
		this.#origin = origin;
		this.#headers = headers;
	}

	/** The value of a cookie, whatever prefix its name has. */
	cookie(name: SessionCookie): string | null {
		const value = (isSecure: boolean) => this.#cookies.get(cookieName(name, isSecure));
		return value(true) ?? value(false) ?? null;
	}

	visit(path: string): Promise<Answer> {
		return this.#send(path, { headers: { accept: 'text/html' } });
	}

	/** Sends a form of a page. */
	async submit(path: string, fields: HeaderFields): Promise<Answer> {
		return this.#send(path, {
			method: 'POST',
			headers: { accept: 'text/html', origin: this.#origin },
			body: new URLSearchParams(fields)
		});
	}

	/** Sends JSON, as a program does. */
	post(path: string, body: object): Promise<Answer> {
		const headers = { 'content-type': 'application/json' };
		return this.#send(path, { method: 'POST', headers, body: JSON.stringify(body) });
	}

	/** Another browser with the same cookies, which keeps them when this one's change. */
	twin(): Visitor {
		const twin = new Visitor(this.#origin, this.#headers);
		for (const [name, value] of this.#cookies) twin.#cookies.set(name, value);
		return twin;
	}

	async #send(path: string, { headers, ...request }: RequestInit): Promise<Answer> {
		const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const sentAt = Date.now();
		const response = await fetch(this.#origin + path, {
			...request,
			headers: { ...this.#headers, ...(headers as HeaderFields), ...(cookie && { cookie }) },
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS)
		});
		const receivedAt = Date.now();
		for (const { name, value, attributes } of setCookies(response.headers)) {
			if (attributes['max-age'] === '0') this.#cookies.delete(name);
			else this.#cookies.set(name, value);
		}
		const { status } = response;
		return { status, headers: response.headers, body: await response.text(), sentAt, receivedAt };
	}
}

/** The cookies that an answer sets or removes. */
export function setCookies(headers: Headers): SetCookie[] {
	return headers.getSetCookie().map((header) => {
		const [[name = '', value = ''] = [], ...attributes] = header.split(/; */).map(pair);
		const named = attributes.map(([key = '', value = '']) => [key.toLowerCase(), value]);
		return { name, value, attributes: Object.fromEntries(named) as Record<string, string> };
	});
}

function pair(text: string): string[] {
	const [name = '', ...rest] = text.split('=');
	return [name, rest.join('=')];
}
