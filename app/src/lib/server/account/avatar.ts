import { DIRECTUS_URL } from '$app/env/private';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { MAX_AVATAR_BYTES } from '@portico/contract/profile.ts';
import { FILE_POLICY } from '../content/assets.ts';
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
		// an older release of the extension, too many pictures at once, or two first ones of the same member
		if (isFailure(error, 'ROUTE_NOT_FOUND', 'UNAVAILABLE', 'RECORD_NOT_UNIQUE'))
			return 'unavailable';
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

/** The avatar of a member, or of another whose username is given; null where there is none. @throws {DirectusFailure} */
export async function read({ asker }: Member, username?: string): Promise<Response | null> {
	const { path } = username === undefined ? ENDPOINTS.avatar : ENDPOINTS.memberAvatar;
	const url = new URL(DIRECTUS_URL + path);
	if (username !== undefined) url.searchParams.set('username', username);
	try {
		const { body, headers } = await file(url, new Headers(askerHeaders(asker)));
		return new Response(body, {
			headers: {
				'content-type': headers.get('content-type') ?? 'application/octet-stream',
				'content-security-policy': FILE_POLICY,
				'cache-control': 'private, no-store'
			}
		});
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN', 'ROUTE_NOT_FOUND')) return null;
		throw error;
	}
}
