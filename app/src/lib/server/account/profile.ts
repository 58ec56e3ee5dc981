import { client, updateMe } from '../directus/client.ts';
import { isFailure } from '../directus/failure.ts';
import type { Member } from '../session/access.ts';
import * as userCache from '../session/user-cache.ts';

/**
 * Changes the names of a member; an empty one is removed. False where the person may not: a role that was made
 * in Studio has no policy for it.
 *
 * @throws {DirectusFailure}
 */
export async function changeNames(
	{ user: { id }, asker }: Member,
	names: { first_name: string; last_name: string }
): Promise<boolean> {
	const changes = { first_name: names.first_name || null, last_name: names.last_name || null };
	try {
		await client(asker).request(updateMe(changes, { fields: ['id'] }));
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN')) return false;
		throw error;
	}
	userCache.invalidate(id);
	return true;
}
