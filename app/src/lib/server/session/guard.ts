import { error, redirect } from '@sveltejs/kit';
import type { Access } from './access.ts';
import { DEFAULT_RETURN_PATH, returnPathIn, returnPathTo, withReturnPath } from './return-path.ts';

/** What stands between a request and its route; null lets it through. */
export type Refusal = { kind: 'redirect'; location: string } | { kind: 'unavailable' };

/**
 * Decides by the id of the route, which is the same for its page, data, actions and endpoints in every method and
 * however the path was written: `(protected)` is for members, `(guest)` pages send members on.
 */
export function refusal(
	access: Access,
	{ routeId, method, url }: { routeId: string | null; method: string; url: URL }
): Refusal | null {
	if (isIn('(protected)', routeId)) {
		if (access.kind === 'member') return null;
		if (access.kind === 'unknown') return { kind: 'unavailable' };
		return { kind: 'redirect', location: withReturnPath('/signin', returnPathTo(url)) };
	}
	if (isIn('(guest)', routeId) && access.kind === 'member' && method !== 'POST') {
		return { kind: 'redirect', location: returnPathIn(url) ?? DEFAULT_RETURN_PATH };
	}
	return null;
}

/** The member who is asking, for loads and actions in `(protected)`; the hook has seen to it that there is one. */
export function requireMember(access: Access, url: URL): Extract<Access, { kind: 'member' }> {
	if (access.kind === 'member') return access;
	if (access.kind === 'unknown') error(503, 'Your account cannot be reached right now.');
	redirect(303, withReturnPath('/signin', returnPathTo(url)));
}

/** Whether a route lies in a group of routes, such as `(protected)`. */
export function isIn(group: string, routeId: string | null): boolean {
	return routeId?.split('/').includes(group) ?? false;
}
