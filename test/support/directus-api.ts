import { afterAll } from 'vitest';
import { type Answer, askDirectus, type RequestOptions } from './ask-directus.ts';
import type { Credentials } from './browser.ts';
import { type Article, type Category, Directus, type Person } from './directus.ts';
import { installation } from './installation-under-test.ts';

/** Where the Directus under test is. */
export const directusUrl = installation.directusUrl;

export type { Answer, RequestOptions } from './ask-directus.ts';
export type { Article, Category, Person } from './directus.ts';

/** Sends one request to the Directus under test, as the app would. */
export function callDirectus<Data = unknown>(
	path: string,
	options?: RequestOptions
): Promise<Answer<Data>> {
	return askDirectus<Data>(new URL(path, directusUrl), options);
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

const directus = new Directus(installation);
afterAll(() => directus.clear());

/** Makes a row in a collection; like all that follow, it is gone when the tests of the file are over. */
export function makeItem<Item extends { id: string | number }>(
	collection: string,
	values: Record<string, unknown> | FormData
): Promise<Item> {
	return directus.makeItem<Item>(collection, values);
}

/** Makes an article, by default public and published long ago. */
export function makeArticle(values: Record<string, unknown>): Promise<Article> {
	return directus.makeArticle({
		title: 'An article',
		summary: 'A summary',
		body: '<p>A body</p>',
		author: 'Ada',
		audience: 'public',
		published_at: '2020-01-01T00:00:00Z',
		...values
	});
}

/** Makes a category without articles. */
export function makeCategory(): Promise<Category> {
	return directus.makeCategory();
}

/** Makes an active person, by default without a role. */
export function makePerson(values: Record<string, unknown> = {}): Promise<Person> {
	return directus.makePerson({ role: null, ...values });
}
