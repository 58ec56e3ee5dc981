import { APP_ORIGIN, REFRESH_TOKEN_TTL } from '$app/env/private';
import { cookieName, SESSION_COOKIES, type SessionCookie } from '@portico/contract/cookies.ts';
import type { Cookies } from '@sveltejs/kit';
import { readClaims, type Tokens } from './tokens.ts';

/** The tokens that the browser sent: either may be missing, both are unchecked. */
export type SessionCookies = {
	accessToken: string | null;
	refreshToken: string | null;
	/** The browser has a session, even where it withholds the tokens because another site led here. */
	signedIn: boolean;
	/** The browser has a session and sent no token at all, not even a malformed one. */
	withheld: boolean;
};

type Cookie = {
	name: string;
	value: string;
	options: {
		secure: boolean;
		httpOnly: true;
		path: '/';
		sameSite: 'strict' | 'lax';
		maxAge: number;
	};
};

const secure = APP_ORIGIN.startsWith('https:');

/** The session cookies of a request. */
export function read(cookies: Cookies): SessionCookies {
	const get = (name: SessionCookie) => cookies.get(cookieName(name, secure));
	const accessToken = get('access_token');
	const refreshToken = get('refresh_token');
	const signedIn = get('signed_in') !== undefined;
	return {
		accessToken: token(accessToken),
		refreshToken: token(refreshToken),
		signedIn,
		withheld: signedIn && accessToken === undefined && refreshToken === undefined
	};
}

/** Keeps a session's tokens in the browser. Call it before `resolve`, or from an action. */
export function write(cookies: Cookies, tokens: Tokens, now = Date.now() / 1000): void {
	const expiresAt = readClaims(tokens.accessToken)?.expiresAt ?? now;
	const left = Math.max(1, Math.round(expiresAt - now));
	set(cookies, [
		cookie('access_token', tokens.accessToken, left),
		cookie('refresh_token', tokens.refreshToken, REFRESH_TOKEN_TTL),
		cookie('signed_in', '1', REFRESH_TOKEN_TTL)
	]);
}

/** Ends the session in the browser, with the attributes the cookies were set with. */
export function clear(cookies: Cookies): void {
	set(cookies, [
		cookie('access_token', '', 0),
		cookie('refresh_token', '', 0),
		cookie('signed_in', '', 0)
	]);
}

/**
 * Adds the session cookies that `write` or `clear` set to a response that a handle made itself: Kit adds them only to
 * responses of `resolve`. Cookies that an action has set since then stay.
 */
export function deliver(cookies: Cookies, response: Response): void {
	const all = pending.get(cookies);
	if (!all) return;
	const delivered = response.headers.getSetCookie();
	for (const { name, value, options } of all) {
		if (delivered.some((header) => header.startsWith(`${name}=`))) continue;
		response.headers.append('set-cookie', cookies.serialize(name, value, options));
	}
}

/** Both tokens are made of these characters; whatever else is in a cookie is no token, and is not sent on. */
function token(value: string | undefined): string | null {
	return value && /^[\w.-]+$/.test(value) ? value : null;
}

/** Cookies set in each request in flight, by its `cookies` object. */
const pending = new WeakMap<Cookies, Cookie[]>();

function set(cookies: Cookies, all: Cookie[]): void {
	for (const { name, value, options } of all) cookies.set(name, value, options);
	pending.set(cookies, all);
}

/**
 * Strict, so that no other site can make a browser act in its name; only the mark that a session exists is Lax.
 * Secure is said explicitly, since Kit would also mark cookies Secure on http://127.0.0.1, where some browsers drop them.
 */
function cookie(name: SessionCookie, value: string, maxAge: number): Cookie {
	const sameSite = SESSION_COOKIES[name];
	const options = { secure, httpOnly: true, path: '/', sameSite, maxAge } as const;
	return { name: cookieName(name, secure), value, options };
}
