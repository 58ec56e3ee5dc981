import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import { DirectusFailure, isFailure, unavailable } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import * as metrics from '../metrics/metrics.ts';
import type { Access, User } from './access.ts';

/** What may be done with a collection, in Directus' words. */
export type Action = 'create' | 'read' | 'update' | 'delete' | 'share';

const REMEMBERED_SECONDS = 20;

const permissionSchema = v.object({ access: v.picklist(['none', 'partial', 'full']) });
const answerSchema = v.object({
	data: v.record(v.string(), v.record(v.string(), permissionSchema))
});

/** By collection, then by action. */
type Permissions = v.InferOutput<typeof answerSchema>['data'];

const NONE: Permissions = {};

/** As long as `liveness` remembers a person, who is another object each time that Directus was asked. */
const ofMembers = new WeakMap<User, Promise<Permissions>>();
const ofGuests = new LRUCache<'guests', Promise<Permissions>>({
	max: 1,
	ttl: REMEMBERED_SECONDS * 1000
});

/**
 * Whether whoever asks may do this with the collection, by the policies that Directus counts for them now, at most 20 s
 * old. True means: with some rows, and some fields. Rules for rows and fields are Directus' own to judge, when it is
 * done.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer, or none about who is asking
 */
export async function allows(access: Access, action: Action, collection: string): Promise<boolean> {
	const permissions = await permissionsOf(access);
	const { access: extent } = permissions[collection]?.[action] ?? { access: 'none' };
	return extent !== 'none';
}

/** As `allows`, but false where nobody can tell. */
export async function can(access: Access, action: Action, collection: string): Promise<boolean> {
	try {
		return await allows(access, action, collection);
	} catch (error) {
		if (isFailure(error, 'UNAVAILABLE')) return false;
		throw error;
	}
}

/** Forgets what guests may do; what a person may do is forgotten with the person. */
export function forgetGuests(): void {
	ofGuests.clear();
}

async function permissionsOf(access: Access): Promise<Permissions> {
	if (access.kind === 'unknown') throw unavailable(null);
	if (access.kind === 'member') {
		const { user, accessToken } = access;
		return remembered(ofMembers, user, () => ask('/permissions/me', accessToken));
	}
	// Directus' own does not answer guests
	return remembered(ofGuests, 'guests', () => ask('/portico/permissions'));
}

type Memory<Key> = {
	get: (key: Key) => Promise<Permissions> | undefined;
	set: (key: Key, permissions: Promise<Permissions>) => unknown;
	delete: (key: Key) => unknown;
};

/** Those who ask at the same time share one answer; that there was none is not remembered. */
function remembered<Key>(
	memory: Memory<Key>,
	key: Key,
	askNow: () => Promise<Permissions>
): Promise<Permissions> {
	const known = memory.get(key);
	metrics.lookup({ cache: 'permissions', result: known ? 'hit' : 'miss' });
	if (known) return known;
	const asked = askNow();
	memory.set(key, asked);
	asked.catch(() => {
		if (memory.get(key) === asked) memory.delete(key);
	});
	return asked;
}

async function ask(path: `/${string}`, accessToken?: string): Promise<Permissions> {
	const answer = await call(path, accessToken ? { accessToken } : {}).catch((error: unknown) => {
		// the session ended a moment ago; the next request will find out
		if (error instanceof DirectusFailure && !isFailure(error, 'UNAVAILABLE')) return null;
		throw error;
	});
	if (answer === null) return NONE;
	const parsed = v.safeParse(answerSchema, answer);
	if (!parsed.success) throw unavailable(null, parsed.issues);
	return parsed.output.data;
}
