import { untilNotBusy } from './under-pressure.ts';

const TIMEOUT_SECONDS = 60;
const BUSY = 503;

/** URL of Directus and credentials of its administrator. */
export interface AdministratorCredentials {
	url: string;
	email: string;
	password: string;
}

/** Directus refused the administrator's address or password, or wants a one-time code. */
export class AdministratorRefused extends Error {
	override name = 'AdministratorRefused';
}

/** An answer of Directus that is not a success. */
export class DirectusRefusal extends Error {
	override name = 'DirectusRefusal';
	readonly status: number;
	readonly code: string;

	constructor(request: string, status: number, code: string, reason: string) {
		super(`Directus refused ${request} (${status} ${code}): ${reason}`);
		this.status = status;
		this.code = code;
	}
}

/** A file to be put into Directus. */
interface Upload {
	name: string;
	type: string;
	content: Uint8Array<ArrayBuffer>;
}

/**
 * Requests in the name of an administrator. They return the `data` of the answer, and throw a DirectusRefusal. A request
 * that Directus refuses under pressure (503, before it does anything) is repeated for ten seconds.
 */
export interface Administrator {
	get: <T>(path: string, headers?: Record<string, string>) => Promise<T>;
	send: <T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<T>;
	upload: <T>(fields: Record<string, string>, file: Upload) => Promise<T>;
}

/**
 * Signs in, does the work, signs out. It is a session of the kind Studio has: it lasts however short access tokens live,
 * and is over at once when it is ended.
 *
 * @throws AdministratorRefused when Directus does not accept the credentials
 */
export async function asAdministrator<T>(
	{ url, email, password }: AdministratorCredentials,
	work: (administrator: Administrator) => Promise<T>
): Promise<T> {
	const cookie = await signIn(url, email, password);
	const answer = await work(administratorBy(url, { cookie })).catch(async (error: unknown) => {
		// Why the work failed matters more than whether the session could still be ended
		await signOut(url, cookie).catch(() => null);
		throw error;
	});
	await signOut(url, cookie);
	return answer;
}

/** An administrator who has a token already, and so needs no session. */
export function administratorWithToken(
	url: string,
	token: string,
	pauseMilliseconds?: number
): Administrator {
	return administratorBy(url, { authorization: `Bearer ${token}` }, pauseMilliseconds);
}

function administratorBy(
	url: string,
	proof: Record<string, string>,
	pauseMilliseconds?: number
): Administrator {
	const ask = <T>(method: string, path: string, options: RequestInit) =>
		request<T>(url, method, path, options, pauseMilliseconds);
	return {
		get: (path, headers) => ask('GET', path, { headers: { ...headers, ...proof } }),
		send: (method, path, body) =>
			ask(method, path, { headers: { ...proof, ...json }, ...content(body) }),
		upload: (fields, file) => ask('POST', '/files', { headers: proof, body: form(fields, file) })
	};
}

const json = { 'content-type': 'application/json' };

/** The cookie of a new session, as it is sent back. */
async function signIn(url: string, email: string, password: string): Promise<string> {
	try {
		const { headers } = await send(url, 'POST', '/auth/login', {
			headers: json,
			...content({ email, password, mode: 'session' })
		});
		const [cookie = ''] = headers.getSetCookie();
		return cookie.split(';')[0] ?? '';
	} catch (cause) {
		if (!(cause instanceof DirectusRefusal) || cause.status !== 401) throw cause;
		const reason =
			cause.code === 'INVALID_OTP' ? 'wants a one-time code of' : 'does not accept the password of';
		throw new AdministratorRefused(`Directus at ${url} ${reason} ${email}.`, { cause });
	}
}

async function signOut(url: string, cookie: string): Promise<void> {
	await send(url, 'POST', '/auth/logout', {
		headers: { cookie, ...json },
		...content({ mode: 'session' })
	});
}

async function request<T>(
	url: string,
	method: string,
	path: string,
	options: RequestInit,
	pauseMilliseconds?: number
): Promise<T> {
	const response = await send(url, method, path, options, pauseMilliseconds);
	const text = await response.text();
	// responses of Directus are trusted here: they are for its own administrator
	return (text ? (JSON.parse(text) as { data: unknown }).data : undefined) as T;
}

/** @throws DirectusRefusal where the answer is not a success */
async function send(
	url: string,
	method: string,
	path: string,
	options: RequestInit,
	pauseMilliseconds?: number
): Promise<Response> {
	const attempt = () =>
		fetch(url + path, {
			...options,
			method,
			signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000)
		}).catch((cause: unknown) => {
			throw new Error(`Directus does not answer at ${url}.`, { cause });
		});
	const response = await untilNotBusy(attempt, ({ status }) => status === BUSY, pauseMilliseconds);
	if (response.ok) return response;
	throw refusal(`${method} ${path}`, response.status, await response.text());
}

function refusal(request: string, status: number, text: string): DirectusRefusal {
	try {
		const { errors } = JSON.parse(text) as {
			errors: [{ message: string; extensions: { code: string } }];
		};
		return new DirectusRefusal(request, status, errors[0].extensions.code, errors[0].message);
	} catch {
		return new DirectusRefusal(request, status, 'NO_REASON', text.slice(0, 200));
	}
}

function content(body: unknown): { body?: string } {
	return body === undefined ? {} : { body: JSON.stringify(body) };
}

function form(fields: Record<string, string>, file: Upload): FormData {
	const data = new FormData();
	// Directus applies only the fields that come before the file
	for (const [name, value] of Object.entries(fields)) data.append(name, value);
	data.append('file', new Blob([file.content], { type: file.type }), file.name);
	return data;
}
