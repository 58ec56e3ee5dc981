import { type Language, studioTag } from '@portico/contract/languages.ts';
import { client, updateMe } from '../directus/client.ts';
import { isFailure } from '../directus/failure.ts';
import type { Member } from '../session/access.ts';
import * as userCache from '../session/user-cache.ts';

/** What members change of their own accounts. */
export type Profile = {
	first_name: string;
	last_name: string;
	/** Null for none; undefined leaves it as it is. */
	language?: Language | null | undefined;
};

/**
 * Changes the names and the language of a member; an empty name is removed. False where the person may not: a role that was made
 * in Studio has no policy for it.
 *
 * @throws {DirectusFailure}
 */
export async function change(
	{ user: { id, language }, asker }: Member,
	profile: Profile
): Promise<boolean> {
	const isNew = profile.language !== undefined && profile.language !== language;
	const changes = {
		first_name: profile.first_name || null,
		last_name: profile.last_name || null,
		...(isNew && { language: profile.language ? studioTag(profile.language) : null })
	};
	try {
		await client(asker).request(updateMe(changes, { fields: ['id'] }));
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN')) return false;
		throw error;
	}
	userCache.invalidate(id);
	return true;
}
