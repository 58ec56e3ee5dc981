import { type Language, studioTag } from '@portico/contract/languages.ts';
import { client, updateMe } from '../directus/client.ts';
import { isFailure } from '../directus/failure.ts';
import type { Member } from '../session/access.ts';
import * as userCache from '../session/user-cache.ts';

/** What members change of their own accounts, with the fields of profile.ts beside. */
export type Profile = {
	first_name: string;
	last_name: string;
	/** Null for none; undefined leaves it as it is. */
	language?: Language | null | undefined;
	[field: string]: string | null | undefined;
};

/** Whether a profile was saved, or why not: the role has no policy for it, or another member has this username. */
type Outcome = 'saved' | 'forbidden' | 'taken';

/**
 * Changes the profile of a member; what is empty is removed. A role that was made in Studio has no policy for it.
 *
 * @throws {DirectusFailure}
 */
export async function change(
	{ user: { id, language }, asker }: Member,
	{ language: chosen, ...profile }: Profile
): Promise<Outcome> {
	const isNew = chosen !== undefined && chosen !== language;
	const changes = {
		...profile,
		first_name: profile.first_name || null,
		last_name: profile.last_name || null,
		...(isNew && { language: chosen ? studioTag(chosen) : null })
	};
	try {
		await client(asker).request(updateMe(changes, { fields: ['id'] }));
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN')) return 'forbidden';
		if (isFailure(error, 'RECORD_NOT_UNIQUE')) return 'taken';
		throw error;
	}
	userCache.invalidate(id);
	return 'saved';
}
