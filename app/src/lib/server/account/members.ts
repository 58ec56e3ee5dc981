import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Member } from '../session/access.ts';

/** What all members see of one: the values of the shared fields of profile.ts. */
export type SharedProfile = { profile: Record<string, string | null>; hasAvatar: boolean };

/** The profile of the active member with this username, for another; null where there is none. @throws {DirectusFailure} */
export async function byUsername(
	username: string,
	{ asker }: Member
): Promise<SharedProfile | null> {
	const query = new URLSearchParams({ username });
	try {
		const { data } = await call(ENDPOINTS.member, { query, asker });
		return data && { profile: data.profile, hasAvatar: data.has_avatar };
	} catch (error) {
		// the release before shows members to no other
		if (isFailure(error, 'ROUTE_NOT_FOUND')) return null;
		throw error;
	}
}
