import type { meAnswer } from '@portico/contract/answers.ts';
import type { Language } from '@portico/contract/languages.ts';
import * as m from '@portico/contract/messages.ts';
import type * as v from 'valibot';
import type { Asker } from '../directus/asker.ts';

/** A person as Directus knows them now; fetched from Directus, never taken from a token. */
export type User = Omit<v.InferOutput<typeof meAnswer>['data'], 'language'> & {
	/** The language that this person set; null where they set none, or one that the site does not have. */
	language: Language | null;
};

/**
 * The access of a request. `unknown` is neither guest nor member: the browser has a session, but Directus did not say whose
 * it is. Public pages are then shown as to a guest, with a note; everything else waits.
 */
export type Access = { kind: 'guest' } | Member | { kind: 'unknown' };

/** A person who is signed in, and the credentials for calls to Directus in their name. */
export type Member = { kind: 'member'; user: User; asker: Asker };

export const GUEST: Access = { kind: 'guest' };
export const UNKNOWN: Access = { kind: 'unknown' };

/** The name by which a person recognizes an account of theirs: its email address, where Directus has one. */
export function nameOf({ email, first_name, last_name }: User): string {
	return email ?? ([first_name, last_name].filter(Boolean).join(' ') || m.member_someoneElse());
}
