import { getRequestEvent } from '$app/server';
import { permissionsAnswer } from '@portico/contract/answers.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { LRUCache } from 'lru-cache';
import type * as v from 'valibot';
import { ANY_GUEST, type Asker } from '../directus/asker.ts';
import { DirectusFailure, isFailure, unavailable } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import * as metrics from '../metrics/instruments.ts';
import type { Access, User } from './access.ts';

/** An action on a collection, in Directus' words. */
export type Action = 'create' | 'read' | 'update' | 'delete' | 'share';

const CACHED_SECONDS = 20;

/** Permissions by collection, then by action; the rest is what Directus reports with those of guests only. */
type Permissions = {
	by: v.InferOutput<typeof permissionsAnswer>['data'];
	/** They depend on the client address. */
	rulesByAddress: boolean;
	/** What content of each kind depends on. */
	collections: Record<string, string[]>;
};

/** Directus' own endpoint for members. */
const OF_DIRECTUS = { path: '/permissions/me', answer: permissionsAnswer } as const;

const NONE: Permissions = { by: {}, rulesByAddress: false, collections: {} };

/** Entries live as long as the user in the user cache, which is a new object after each call to Directus. */
const ofMembers = new WeakMap<User, Promise<Permissions>>();
const ofGuests = new LRUCache<'guests', Promise<Permissions>>({
	max: 1,
	ttl: CACHED_SECONDS * 1000
});

/**
 * Whether the visitor may do this with the collection, by the policies that Directus counts for them now, at most 20 s
 * old. True means: with some rows, and some fields. Directus judges its rules for rows and fields when the action
 * is carried out.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer, or did not identify the visitor
 */
export async function allows(access: Access, action: Action, collection: string): Promise<boolean> {
	const permissions = await permissionsOf(access);
	const { access: extent } = permissions.by[collection]?.[action] ?? { access: 'none' };
	return extent !== 'none';
}

/** As `allows`, but false where Directus is unavailable. */
export async function can(access: Access, action: Action, collection: string): Promise<boolean> {
	try {
		return await allows(access, action, collection);
	} catch (error) {
		if (isFailure(error, 'UNAVAILABLE')) return false;
		throw error;
	}
}

/** Invalidates the permissions of guests; those of a member go with the member. */
export function invalidateGuests(): void {
	ofGuests.clear();
}

async function permissionsOf(access: Access): Promise<Permissions> {
	if (access.kind === 'unknown') throw unavailable(null);
	if (access.kind === 'member') {
		const { user, asker } = access;
		const load = () => fetchPermissions(OF_DIRECTUS, asker);
		return user.rules_by_address ? load() : cachedFor(ofMembers, user, load);
	}
	return permissionsOfGuest(await guest());
}

/**
 * The asker for the guest of this request: with their address if a policy for guests depends on it, as Directus last
 * reported; that is fetched again in the background. A guest without an address sees less, never more.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus has never answered
 */
export async function guest(): Promise<Asker> {
	const loading = permissionsOfGuest(ANY_GUEST);
	guestRulesByAddress ??= (await loading).rulesByAddress;
	if (!guestRulesByAddress) return ANY_GUEST;
	return { ...ANY_GUEST, address: getRequestEvent().locals.visitor.address };
}

let guestRulesByAddress: boolean | null = null;

/** The collections that content of a kind depends on, as Directus last reported; null where it has not reported any. */
export function collectionsOf(kind: string): string[] | null {
	return collections[kind] ?? null;
}

let collections: Permissions['collections'] = {};

/** Directus' own does not answer guests. */
function permissionsOfGuest(asker: Asker): Promise<Permissions> {
	const load = async () => {
		const permissions = await fetchPermissions(ENDPOINTS.permissions, asker);
		guestRulesByAddress = permissions.rulesByAddress;
		collections = permissions.collections;
		return permissions;
	};
	return asker.address === null ? cachedFor(ofGuests, 'guests', load) : load();
}

type Cache<Key> = {
	get: (key: Key) => Promise<Permissions> | undefined;
	set: (key: Key, permissions: Promise<Permissions>) => unknown;
	delete: (key: Key) => unknown;
};

/**
 * Concurrent callers share one answer; a failure is not cached. Promises are kept, not answers as by `InFlight`: the
 * entry of a member ends with the user object, which is a key that no text stands for.
 */
function cachedFor<Key>(
	cache: Cache<Key>,
	key: Key,
	load: () => Promise<Permissions>
): Promise<Permissions> {
	const known = cache.get(key);
	metrics.lookup({ cache: 'permissions', result: known ? 'hit' : 'miss' });
	if (known) return known;
	const loading = load();
	cache.set(key, loading);
	loading.catch(() => {
		if (cache.get(key) === loading) cache.delete(key);
	});
	return loading;
}

async function fetchPermissions(
	endpoint: typeof OF_DIRECTUS | typeof ENDPOINTS.permissions,
	asker: Asker
): Promise<Permissions> {
	const answer = await call(endpoint, { asker }).catch((error: unknown) => {
		// the session ended a moment ago; the next request will find out
		if (error instanceof DirectusFailure && !isFailure(error, 'UNAVAILABLE')) return null;
		throw error;
	});
	if (answer === null) return NONE;
	return {
		by: answer.data,
		rulesByAddress: answer.meta?.rules_by_address ?? false,
		collections: answer.meta?.collections ?? {}
	};
}
