import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { asTheApp } from './app-proof.ts';
import type { Credentials } from './browser.ts';
import { installation } from './installation-under-test.ts';

/** Where the Directus under test is. */
export const directusUrl = installation.directusUrl;

/** The answer of a request, with its body read. */
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

/** Sends one request to the Directus under test, as the app would. */
export async function callDirectus<Data = unknown>(
	path: string,
	{ method, body, token, headers = {}, outside = false }: RequestOptions = {}
): Promise<Answer<Data>> {
	const json = body !== undefined && !(body instanceof FormData);
	const response = await fetch(new URL(path, directusUrl), {
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

/** Response of `/portico/session`. */
export interface Tokens {
	access_token: string;
	refresh_token: string;
	/** Milliseconds. */
	expires: number;
}

/** Requests a session. */
export function signIn(credentials: Credentials & { otp?: string }, headers = {}) {
	return callDirectus<Tokens>('/portico/session', { body: credentials, headers });
}

/** Requests the successor of a session. */
export function refresh(token: string) {
	return callDirectus<Tokens>('/portico/session/refresh', { body: { refresh_token: token } });
}

/** Ends a session. */
export function signOut(token: string) {
	return callDirectus('/portico/session/end', { body: { refresh_token: token } });
}

/** Requests the owner of an access token. */
export function fetchOwner(accessToken: string) {
	return callDirectus<{ id: string; email: string; role: { id: string; name: string } | null }>(
		'/portico/me',
		{ token: accessToken }
	);
}

/** Sends a request as the administrator and returns the data of its answer; a refusal fails the test. */
export async function asAdministrator<Data>(
	path: string,
	options: RequestOptions = {}
): Promise<Data> {
	const answer = await callDirectus<Data>(path, { ...options, token: await administratorToken() });
	if (answer.status >= 400) {
		throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
	}
	return answer.data;
}

/** The administrator's access token, for requests that must be refused to administrators too. */
export async function administratorToken(): Promise<string> {
	administratorSession ??= signIn(installation.administrator).then(({ data }) => data);
	return (await administratorSession).access_token;
}

let administratorSession: Promise<Tokens> | undefined;

/** Makes a row in a collection; it is gone when the tests of the file are over. */
export async function makeItem<Item extends { id: string | number }>(
	collection: string,
	values: Record<string, unknown> | FormData
): Promise<Item> {
	const path = collection.startsWith('directus_')
		? `/${collection.slice('directus_'.length)}`
		: `/items/${collection}`;

	const item = await asAdministrator<Item>(path, { body: values });
	made.push(`${path}/${item.id}`);
	return item;
}

const made: string[] = [];

// in reverse: later rows may point to earlier ones
afterAll(async () => {
	for (const path of made.reverse()) await asAdministrator(path, { method: 'DELETE' });
});

/** An article of the site. */
export interface Article {
	id: number;
	slug: string;
}

/** Makes an article, by default public and published long ago. */
export function makeArticle(values: Record<string, unknown>): Promise<Article> {
	return makeItem('articles', {
		title: 'An article',
		slug: randomUUID(),
		summary: 'A summary',
		body: '<p>A body</p>',
		author: 'Ada',
		status: 'published',
		audience: 'public',
		published_at: '2020-01-01T00:00:00Z',
		...values
	});
}

/** A category of articles. */
export interface Category {
	id: number;
	slug: string;
	name: string;
}

/** Makes a category without articles. */
export function makeCategory(): Promise<Category> {
	return makeItem('categories', { name: 'A category', slug: randomUUID() });
}

/** A person who can sign in. */
export interface Person extends Credentials {
	id: string;
}

/** Makes an active user who is gone when the tests of the file are over. */
export async function makePerson(values: Record<string, unknown> = {}): Promise<Person> {
	const credentials = { email: `${randomUUID()}@example.com`, password: randomUUID() };
	const { id } = await makeItem<{ id: string }>('directus_users', {
		...credentials,
		status: 'active',
		...values
	});
	return { id, ...credentials };
}
