import type { Agent } from 'node:http';
import { type SetCookie, setCookies as cookiesIn } from '../../scripts/doctor/anonymous-visitor.ts';
import { installation } from './installation-under-test.ts';
import { type Answer, type HeaderFields, request } from './request.ts';

export type { Answer } from './request.ts';

/** Credentials of a person. */
export interface Credentials {
	email: string;
	password: string;
}

const NAVIGATION: HeaderFields = {
	accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
	'sec-fetch-dest': 'document',
	'sec-fetch-mode': 'navigate'
};

/** How a browser reaches a site. */
export interface Connection {
	/** The one certificate that it believes. */
	authority?: string;
	/** Keeps its connections. */
	agent?: Agent;
}

/** Keeps cookies until they expire and sends the headers of a browser, but follows no redirect and rewrites nothing. */
export class Browser {
	/** The values of the cookies it keeps, by their names. */
	readonly cookies = new Map<string, string>();
	readonly origin: string;
	readonly #connection: Connection;
	/** Expiry in milliseconds since the epoch, by the name of the cookie; none for session cookies. */
	readonly #expiry = new Map<string, number>();

	constructor(origin = installation.url, connection: Connection = {}) {
		this.origin = origin;
		this.#connection = connection;
	}

	/** A browser in which this person has signed in. */
	static async signedIn(person: Credentials, origin?: string): Promise<Browser> {
		const browser = new Browser(origin);
		const { status } = await browser.signIn(person);
		if (status !== 303) throw new Error(`${person.email} cannot sign in: ${status}`);
		return browser;
	}

	/** Another browser with the same cookies: a copy, or an attacker's. */
	clone(): Browser {
		const twin = new Browser(this.origin, this.#connection);
		for (const [name, value] of this.cookies) twin.cookies.set(name, value);
		return twin;
	}

	/** Opens a page, as by typing its address. */
	visit(path: string, headers: HeaderFields = {}): Promise<Answer> {
		return this.send('GET', path, {
			headers: { ...NAVIGATION, 'sec-fetch-site': 'none', ...headers }
		});
	}

	/** Requests a page's data, as Kit's router does when a link is followed. */
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
		this.#dropOutdated();
		const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await request(this.origin, {
			...this.#connection,
			method,
			path,
			headers: { ...(cookies && { cookie: cookies }), ...headers },
			body
		});
		for (const cookie of setCookies(answer)) this.#keep(cookie);
		return answer;
	}

	#keep({ name, value, attributes: { 'max-age': seconds } }: SetCookie): void {
		if (seconds === '0') this.cookies.delete(name);
		else this.cookies.set(name, value);
		if (seconds === undefined) this.#expiry.delete(name);
		else this.#expiry.set(name, Date.now() + Number(seconds) * 1000);
	}

	#dropOutdated(): void {
		for (const [name, at] of this.#expiry) {
			if (at > Date.now()) continue;
			this.cookies.delete(name);
			this.#expiry.delete(name);
		}
	}
}

/** The cookies that an answer sets or removes. */
export function setCookies({ headers }: Answer): SetCookie[] {
	return cookiesIn(headers);
}

/** Where an answer leads; null where it leads nowhere. */
export function location({ headers }: Answer): string | null {
	return headers.get('location');
}
