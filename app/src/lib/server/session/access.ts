import type { Language } from '@portico/contract/languages.ts';
import type { Asker } from '../directus/asker.ts';

/** A person as Directus knows them now; asked from Directus, never taken from a token. */
export type User = {
	id: string;
	email: string | null;
	firstName: string | null;
	lastName: string | null;
	role: { id: string; name: string } | null;
	/** The language that this person set; null where they set none, or one that the site does not have. */
	language: Language | null;
	/** May enter Studio. */
	studio: boolean;
	/** Some policy of theirs counts for some addresses only. */
	rulesByAddress: boolean;
};

/**
 * The access of a request. `unknown` is neither guest nor member: the browser has a session, but Directus did not answer
 * whose. Public pages are then shown as to a guest, with a note; everything else waits.
 */
export type Access = { kind: 'guest' } | Member | { kind: 'unknown' };

/** A person who is signed in, and how Directus is asked in their name. */
export type Member = { kind: 'member'; user: User; asker: Asker };

export const GUEST: Access = { kind: 'guest' };
export const UNKNOWN: Access = { kind: 'unknown' };
