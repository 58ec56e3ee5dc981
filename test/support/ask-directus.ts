import { asTheApp } from './app-proof.ts';

/** The answer of Directus, with its body read. */
export interface Answer<Data> {
	status: number;
	/** The `data` of the body; set only if the request succeeded. */
	data: Data;
	/** The code of its first error. */
	code: string | undefined;
	body: unknown;
}

/** How a request is sent; a body goes as JSON unless it is a form. */
export interface RequestOptions {
	method?: string;
	body?: unknown;
	token?: string;
	headers?: Record<string, string>;
	/** Sent without the proof of the app, as other clients do. */
	outside?: boolean;
}

/** Sends one request to a Directus, as the app would. */
export async function askDirectus<Data = unknown>(
	url: URL,
	{ method, body, token, headers = {}, outside = false }: RequestOptions = {}
): Promise<Answer<Data>> {
	const json = body !== undefined && !(body instanceof FormData);
	const response = await fetch(url, {
		method: method ?? (body === undefined ? 'GET' : 'POST'),
		headers: {
			...(json && { 'content-type': 'application/json' }),
			...(!outside && asTheApp()),
			...(token !== undefined && { authorization: `Bearer ${token}` }),
			...headers
		},
		body: json ? JSON.stringify(body) : (body ?? null)
	});
	const text = await response.text();
	const parsed = text === '' ? {} : (JSON.parse(text) as Partial<Envelope<Data>>);

	return {
		status: response.status,
		// the caller names the type, and a test with a wrong type fails
		data: parsed.data as Data,
		code: parsed.errors?.[0]?.extensions.code,
		body: parsed
	};
}

interface Envelope<Data> {
	data: Data;
	errors: { extensions: { code: string } }[];
}
