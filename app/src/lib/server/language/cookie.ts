import { APP_ORIGIN } from '$app/env/private';
import { APP_COOKIES, cookieName } from '@portico/contract/cookies.ts';
import { type Language, LANGUAGES } from '@portico/contract/languages.ts';
import type { Cookies } from '@sveltejs/kit';

const KEPT_SECONDS = 365 * 24 * 60 * 60;

const secure = APP_ORIGIN.startsWith('https:');
/** Its name in the browser. */
export const NAME = cookieName(APP_COOKIES.language, secure);

/** The language that this browser chose in the footer; null where it chose none, or one that is gone. */
export function read(cookies: Cookies): Language | null {
	const chosen = cookies.get(NAME);
	return LANGUAGES.find((language) => language === chosen) ?? null;
}

/** Keeps the choice for a year. */
export function write(cookies: Cookies, language: Language): void {
	cookies.set(NAME, language, { maxAge: KEPT_SECONDS, secure, sameSite: 'lax' });
}
