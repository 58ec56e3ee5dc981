import { DIRECTUS_URL } from '$app/env/private';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { MAX_AVATAR_BYTES } from '@portico/contract/profile.ts';
import { askerHeaders } from '../directus/asker.ts';
import { isFailure } from '../directus/failure.ts';
import { call, file } from '../directus/transport.ts';
import type { Member } from '../session/access.ts';
import * as userCache from '../session/user-cache.ts';

/** Directus draws the picture, which takes longer than other calls. */
const DRAWING_TIMEOUT_SECONDS = 15;

/** Whether an avatar was saved, or why not. */
type Outcome = 'saved' | 'not-a-picture' | 'too-large' | 'unavailable';

/**
 * Replaces the avatar of a member. The extension judges the content and draws it anew: the library for that is part of
 * Directus, and this process would need a second one.
 *
 * @throws {DirectusFailure}
 */
export async function replace({ user, asker }: Member, picture: File): Promise<Outcome> {
	if (picture.size > MAX_AVATAR_BYTES) return 'too-large';
	try {
		await call(ENDPOINTS.avatar, {
			method: 'POST',
			body: new Uint8Array(await picture.arrayBuffer()),
			asker,
			timeoutSeconds: DRAWING_TIMEOUT_SECONDS
		});
	} catch (error) {
		if (isFailure(error, 'UNSUPPORTED_MEDIA_TYPE')) return 'not-a-picture';
		if (isFailure(error, 'CONTENT_TOO_LARGE')) return 'too-large';
		// an older release of the extension has no avatars; a newer one is drawing others
		if (isFailure(error, 'ROUTE_NOT_FOUND', 'UNAVAILABLE')) return 'unavailable';
		throw error;
	}
	userCache.invalidate(user.id);
	return 'saved';
}

/** Removes the avatar of a member. @throws {DirectusFailure} */
export async function remove({ user, asker }: Member): Promise<void> {
	await call(ENDPOINTS.avatar, { method: 'DELETE', asker });
	userCache.invalidate(user.id);
}

/** The avatar of a member; null where there is none. @throws {DirectusFailure} */
export async function read({ asker }: Member): Promise<Response | null> {
	try {
		return await file(
			new URL(DIRECTUS_URL + ENDPOINTS.avatar.path),
			new Headers(askerHeaders(asker))
		);
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN', 'ROUTE_NOT_FOUND')) return null;
		throw error;
	}
}
