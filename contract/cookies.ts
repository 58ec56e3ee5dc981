/** The session cookies of the app, with their SameSite: only the mark that a session exists comes with a link of another site. */
export const SESSION_COOKIES = {
	access_token: 'strict',
	refresh_token: 'strict',
	signed_in: 'lax'
} as const;
export type SessionCookie = keyof typeof SESSION_COOKIES;

/** The other cookies that the app reads; of `arrival_` there is one for each address that a browser is on its way to. */
export const APP_COOKIES = {
	arrival: 'arrival_',
	cookieTest: 'cookie_test',
	language: 'language',
	notice: 'notice'
} as const;

const NAMED = new Set<string>([
	...Object.keys(SESSION_COOKIES),
	APP_COOKIES.cookieTest,
	APP_COOKIES.language,
	APP_COOKIES.notice
]);

const SECURE_PREFIX = '__Host-';

/** The name of a cookie as the browser has it: over https a prefix binds it to the host (RFC 6265bis, 4.1.3.2). */
export function cookieName(name: string, isSecure: boolean): string {
	return isSecure ? SECURE_PREFIX + name : name;
}

/** Whether a cookie is one that the app reads, by its name in the browser. All others are foreign. */
export function isOwnCookie(name: string): boolean {
	const bare = name.startsWith(SECURE_PREFIX) ? name.slice(SECURE_PREFIX.length) : name;
	return NAMED.has(bare) || bare.startsWith(APP_COOKIES.arrival);
}
