/** A person as Directus knows them now; asked from Directus, never taken from a token. */
export type User = {
	id: string;
	email: string | null;
	firstName: string | null;
	lastName: string | null;
	role: { id: string; name: string } | null;
};

/**
 * What a request may do. `unknown` is neither guest nor member: the browser has a session, but Directus did not answer
 * whose. Public pages are then shown as to a guest, with a note; everything else waits.
 */
export type Access = { kind: 'guest' } | Member | { kind: 'unknown' };

/** Somebody who is signed in. */
export type Member = { kind: 'member'; user: User; accessToken: string };

export const GUEST: Access = { kind: 'guest' };
export const UNKNOWN: Access = { kind: 'unknown' };

/** The token to ask Directus with: the member's own, or none. */
export function accessTokenOf(access: Access): string | null {
	return access.kind === 'member' ? access.accessToken : null;
}
