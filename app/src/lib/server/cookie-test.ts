import { APP_ORIGIN } from '$app/env/private';
import type { Cookies } from '@sveltejs/kit';

const COOKIE = 'cookie_test';

/** Leaves a cookie with the page of a form, for the form to come back with. */
export function leave(cookies: Cookies, path: string): void {
	cookies.set(COOKIE, '1', { path, secure: APP_ORIGIN.startsWith('https:') });
}

/** Whether the browser has sent it back, or this answer leaves it. */
export function isBack(cookies: Cookies): boolean {
	return cookies.get(COOKIE) !== undefined;
}
