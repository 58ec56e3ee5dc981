const TIMEOUT_SECONDS = 60;

/** Where Directus is and who may set it up. */
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
export interface Upload {
	name: string;
	type: string;
	content: Uint8Array<ArrayBuffer>;
}

/** Requests in the name of an administrator. They answer what is in `data`, and throw a DirectusRefusal. */
export interface Administrator {
	get<T>(path: string): Promise<T>;
	send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
	upload<T>(fields: Record<string, string>, file: Upload): Promise<T>;
}

/**
 * Signs in, does the work, signs out: no token outlives the work.
 *
 * @throws AdministratorRefused when Directus does not accept the credentials
 */
export async function asAdministrator<T>(
	{ url, email, password }: AdministratorCredentials,
	work: (administrator: Administrator) => Promise<T>
): Promise<T> {
	const tokens = await signIn(url, email, password);
	const authorization = `Bearer ${tokens.access_token}`;
	try {
		return await work({
			get: (path) => request(url, 'GET', path, { headers: { authorization } }),
			send: (method, path, body) =>
				request(url, method, path, { headers: { authorization, ...json }, ...content(body) }),
			upload: (fields, file) =>
				request(url, 'POST', '/files', { headers: { authorization }, body: form(fields, file) })
		});
	} finally {
		// A stale Authorization header would make it fail
		await request(url, 'POST', '/auth/logout', {
			headers: json,
			...content({ refresh_token: tokens.refresh_token })
		}).catch(() => null);
	}
}

const json = { 'content-type': 'application/json' };

async function signIn(url: string, email: string, password: string) {
	try {
		return await request<{ access_token: string; refresh_token: string }>(
			url,
			'POST',
			'/auth/login',
			{ headers: json, ...content({ email, password }) }
		);
	} catch (cause) {
		if (!(cause instanceof DirectusRefusal) || cause.status !== 401) throw cause;
		const reason =
			cause.code === 'INVALID_OTP' ? 'wants a one-time code of' : 'does not accept the password of';
		throw new AdministratorRefused(`Directus at ${url} ${reason} ${email}.`, { cause });
	}
}

async function request<T>(
	url: string,
	method: string,
	path: string,
	options: RequestInit
): Promise<T> {
	const response = await fetch(url + path, {
		...options,
		method,
		signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000)
	}).catch((cause: unknown) => {
		throw new Error(`Directus does not answer at ${url}.`, { cause });
	});
	const text = await response.text();
	if (!response.ok) throw refusal(`${method} ${path}`, response.status, text);
	// Directus' answers are trusted here: its own administrator asks them
	return (text ? (JSON.parse(text) as { data: unknown }).data : undefined) as T;
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
