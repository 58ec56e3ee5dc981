import { APP_ORIGIN } from '$app/env/private';
import type { Cookies } from '@sveltejs/kit';

const COOKIE = 'notice';
const KEPT_SECONDS = 60;

const TEXTS = {
	'signed-in': 'You are signed in.',
	'signed-out': 'You are signed out.',
	registered: 'Welcome! Your account is ready and you are signed in.',
	// does not reveal whether there was an account before
	'sign-in-later': 'All set. Please wait a minute, then sign in.',
	saved: 'Your changes have been saved.',
	'password-reset': 'Your password has been changed. Sign in with the new one.'
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
	return isNotice(notice) ? { text: TEXTS[notice] } : null;
}

function isNotice(name: string): name is keyof typeof TEXTS {
	return Object.hasOwn(TEXTS, name);
}
