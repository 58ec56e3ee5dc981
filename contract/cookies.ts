/** The session cookies of the app, with their SameSite: only the mark that a session exists comes with a link of another site. */
export const SESSION_COOKIES = {
	access_token: 'strict',
	refresh_token: 'strict',
	signed_in: 'lax'
} as const;
export type SessionCookie = keyof typeof SESSION_COOKIES;

/** The name of a cookie as the browser has it: over https a prefix binds it to the host (RFC 6265bis, 4.1.3.2). */
export function cookieName(name: string, isSecure: boolean): string {
	return isSecure ? `__Host-${name}` : name;
}
