import { APP_ORIGIN } from '$app/env/private';
import { type Language, LANGUAGES } from '@portico/contract/languages.ts';
import type { Cookies } from '@sveltejs/kit';

const KEPT_SECONDS = 365 * 24 * 60 * 60;

const secure = APP_ORIGIN.startsWith('https:');
const NAME = `${secure ? '__Host-' : ''}language`;
const ALONE = new RegExp(`^${NAME}=[^;]*$`);

/** The language that this browser chose in the footer; null where it chose none, or one that is gone. */
export function read(cookies: Cookies): Language | null {
	const chosen = cookies.get(NAME);
	return LANGUAGES.find((language) => language === chosen) ?? null;
}

/** Keeps the choice for a year. */
export function write(cookies: Cookies, language: Language): void {
	cookies.set(NAME, language, { maxAge: KEPT_SECONDS, secure, sameSite: 'lax' });
}

/** Whether a request has no other cookie: two such requests differ in their language only. */
export function isAlone(header: string | null): boolean {
	return header === null || ALONE.test(header);
}
