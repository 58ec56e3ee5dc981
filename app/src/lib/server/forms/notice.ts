import { APP_ORIGIN } from '$app/env/private';
import { APP_COOKIES } from '@portico/contract/cookies.ts';
import * as m from '@portico/contract/messages.ts';
import type { Cookies } from '@sveltejs/kit';

const COOKIE = APP_COOKIES.notice;
const KEPT_SECONDS = 60;

const TEXTS = {
	'signed-in': m.notice_signedIn,
	'signed-out': m.notice_signedOut,
	registered: m.notice_registered,
	// does not reveal whether there was an account before
	'sign-in-later': m.notice_signInLater,
	saved: m.notice_saved,
	listed: m.notice_listed,
	unlisted: m.notice_unlisted,
	'password-reset': m.notice_passwordReset
};

/** Leaves a message for the next page this browser sees; the cookie holds only its name. */
export function leave(cookies: Cookies, notice: keyof typeof TEXTS): void {
	cookies.set(COOKIE, notice, { maxAge: KEPT_SECONDS, secure: APP_ORIGIN.startsWith('https:') });
}

/** Takes the message that was left, once. */
export function take(cookies: Cookies): { text: string } | null {
	const notice = cookies.get(COOKIE);
	if (notice === undefined) return null;
	cookies.delete(COOKIE, { secure: APP_ORIGIN.startsWith('https:') });
	return isNotice(notice) ? { text: TEXTS[notice]() } : null;
}

function isNotice(name: string): name is keyof typeof TEXTS {
	return Object.hasOwn(TEXTS, name);
}
