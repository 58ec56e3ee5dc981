import { APP_ORIGIN } from '$app/env/private';
import { APP_COOKIES, cookieName } from '@portico/contract/cookies.ts';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { hash } from 'node:crypto';

/** Long enough for a slow network; in a browser that never comes back it expires. */
const MAX_AGE_SECONDS = 60;
const HASH_CHARACTERS = 12;
/** As many tabs as arrive at once; no other site can fill a browser with marks until its requests are refused. */
const MAX_MARKS = 16;

const secure = APP_ORIGIN.startsWith('https:');
const PREFIX = cookieName(APP_COOKIES.arrival, secure);
// Lax, since it has to come along on the navigation from another site that it is about
const ATTRIBUTES = { secure, httpOnly: true, path: '/', sameSite: 'lax' } as const;

/** Whether this browser was sent on a detour for this address and has not been answered since. */
export function isSet({
	cookies,
	request,
	url
}: Pick<RequestEvent, 'cookies' | 'request' | 'url'>): boolean {
	// few browsers send any, and the name takes a hash
	const areSent = request.headers.get('cookie')?.includes(PREFIX) ?? false;
	return areSent && cookies.get(nameFor(url)) !== undefined;
}

/** Whether this browser has as many marks as it may have. */
export function areFull(cookies: Cookies): boolean {
	return cookies.getAll().filter(({ name }) => name.startsWith(PREFIX)).length >= MAX_MARKS;
}

/** Marks that this browser is on a detour for this address. Each address has a cookie, so that tabs do not mix. */
export function set(cookies: Cookies, address: URL, response: Response): void {
	append(response, cookies, nameFor(address), '1', MAX_AGE_SECONDS);
}

/** Removes the mark, so that the next arrival at this address may have a detour. */
export function clear(cookies: Cookies, address: URL, response: Response): void {
	append(response, cookies, nameFor(address), '', 0);
}

/** Written on the response itself: Kit adds cookies only to responses of its own `resolve`. */
function append(
	response: Response,
	cookies: Cookies,
	name: string,
	value: string,
	maxAge: number
): void {
	response.headers.append('set-cookie', cookies.serialize(name, value, { ...ATTRIBUTES, maxAge }));
}

function nameFor({ pathname, search }: URL): string {
	return PREFIX + hash('sha256', pathname + search, 'base64url').slice(0, HASH_CHARACTERS);
}
