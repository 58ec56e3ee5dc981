import { getRequestEvent } from '$app/server';
import * as m from '@portico/contract/messages.ts';
import { error, redirect } from '@sveltejs/kit';
import * as metrics from '../metrics/instruments.ts';
import type { Access, Member } from './access.ts';
import { allows, type Action } from './permissions.ts';
import { DEFAULT_RETURN_PATH, returnPathIn, returnPathTo, withReturnPath } from './return-path.ts';

/** Groups of routes, and a route, that are for members. */
const FOR_MEMBERS = ['(protected)', 'gateway'];

/** The refusal of a request; null lets it through. */
export type Refusal = { kind: 'redirect'; location: string } | { kind: 'unavailable' };

/**
 * Decides by the id of the route, which is the same for its page, data, actions and endpoints in every method and
 * however the path was written: `(protected)` and the gateway are for members, `(guest)` pages send members on.
 */
export function refusal(
	access: Access,
	{ routeId, method, url }: { routeId: string | null; method: string; url: URL }
): Refusal | null {
	if (FOR_MEMBERS.some((group) => isIn(group, routeId))) {
		if (access.kind === 'member') return null;
		if (access.kind === 'unknown') return { kind: 'unavailable' };
		return { kind: 'redirect', location: withReturnPath('/signin', returnPathTo(url)) };
	}
	if (isIn('(guest)', routeId) && access.kind === 'member' && method !== 'POST') {
		return { kind: 'redirect', location: returnPathIn(url) ?? DEFAULT_RETURN_PATH };
	}
	return null;
}

/**
 * The member of this request. Without one, a guest is redirected to sign in and back, and a visitor who cannot be
 * identified gets a 503. For `load`, actions and endpoints, also outside `(protected)`.
 */
export function requireUser(): Member {
	const { access } = getRequestEvent().locals;
	if (access.kind === 'member') return access;
	return refuseNonMember(access);
}

/**
 * Goes on only if the visitor may do this with the collection: `await requirePermission('update', 'articles')`.
 * Else a guest goes to sign in and comes back, a member gets a 403, and where Directus does not answer it is a 503. See
 * `allows` for single rows and fields.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function requirePermission(action: Action, collection: string): Promise<void> {
	const { access } = getRequestEvent().locals;
	if (access.kind !== 'unknown' && (await allows(access, action, collection))) return;
	if (access.kind === 'member') {
		metrics.refusal({ reason: 'forbidden' });
		error(403, m.refusal_forbidden());
	}
	refuseNonMember(access);
}

function refuseNonMember({ kind }: Exclude<Access, Member>): never {
	metrics.refusal({ reason: kind === 'unknown' ? 'unavailable' : 'signed-out' });
	if (kind === 'unknown') error(503, m.refusal_accountAway());
	redirect(303, withReturnPath('/signin', returnPathTo(getRequestEvent().url)));
}

/** Whether a route lies in a group of routes, such as `(protected)`. */
export function isIn(group: string, routeId: string | null): boolean {
	return routeId?.split('/').includes(group) ?? false;
}
