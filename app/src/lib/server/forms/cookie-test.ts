import { APP_ORIGIN } from '$app/env/private';
import { APP_COOKIES } from '@portico/contract/cookies.ts';
import type { Cookies } from '@sveltejs/kit';

const COOKIE = APP_COOKIES.cookieTest;

/** Leaves a cookie with the page of a form, for the form to come back with, where the browser has sent none at all. */
export function leave(cookies: Cookies, path: string): void {
	if (!isPassed(cookies))
		cookies.set(COOKIE, '1', { path, secure: APP_ORIGIN.startsWith('https:') });
}

/** Whether the browser keeps cookies: it has sent some, or this answer leaves one that the next request shows. */
export function isPassed(cookies: Cookies): boolean {
	return cookies.getAll().length > 0;
}
