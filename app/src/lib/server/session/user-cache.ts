import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { languageOf } from '@portico/contract/languages.ts';
import { LRUCache } from 'lru-cache';
import { isFailure, unavailable } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import * as metrics from '../metrics/instruments.ts';
import { InFlight } from '../cache/in-flight.ts';
import type { User } from './access.ts';
import { invalidateGuests } from './permissions.ts';
import { fingerprint } from './seal.ts';
import { readClaims, type Claims } from './tokens.ts';

const CACHED_SECONDS = 20;
const CLOCK_MILLISECONDS = 100;
const MAX_ENTRIES = 50_000;

/** The owner and the claims of an access token. */
type Known = { user: User; claims: Claims };

const owners = new LRUCache<string, Known>({
	max: MAX_ENTRIES,
	ttl: CACHED_SECONDS * 1000,
	// the clock is read, and a timer set, only so often
	ttlResolution: CLOCK_MILLISECONDS
});
const lookUps = new InFlight<User | null>();
const listeners: ((userIds: string[] | 'all') => void)[] = [];

/**
 * The owner of an access token as Directus knows them now, at most 20 s old; null when the token opens nothing (any
 * more). It is kept under a hash of the whole token: a forged one, whatever it claims, is another token.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function ownerOf(accessToken: string): Promise<User | null> {
	const key = fingerprint(accessToken);
	const keep = (user: User | null) => {
		const claims = readClaims(accessToken);
		// a refusal is not cached: the same token may be accepted a moment later
		if (user && claims) owners.set(key, { user, claims });
	};
	const known = owners.get(key);
	metrics.lookup({ cache: 'owners', result: known ? 'hit' : 'miss' });
	return known?.user ?? lookUps.share(key, () => fetchUser(accessToken), keep);
}

/** The owner and the claims of an access token if they are cached, or null; never calls Directus. */
export function cached(accessToken: string): Known | null {
	const known = owners.get(fingerprint(accessToken)) ?? null;
	// a miss is counted by ownerOf(), which follows
	if (known) metrics.lookup({ cache: 'owners', result: 'hit' });
	return known;
}

/** Registers what else has to know that something about these users changed. */
export function onInvalidated(listener: (userIds: string[] | 'all') => void): void {
	listeners.push(listener);
}

/** Invalidates the entries of these users, so that the next request calls Directus. */
export function invalidate(...userIds: string[]): void {
	const ids = new Set(userIds);
	for (const [key, { user }] of owners.entries()) if (ids.has(user.id)) owners.delete(key);
	// an answer in flight may be older than the change, and its user is unknown until it arrives
	lookUps.invalidate();
	for (const listener of listeners) listener(userIds);
}

/** Invalidates all entries, and the permissions of guests. */
export function invalidateAll(): void {
	owners.clear();
	invalidateGuests();
	lookUps.invalidate();
	for (const listener of listeners) listener('all');
}

async function fetchUser(accessToken: string): Promise<User | null> {
	const answer = await call(ENDPOINTS.me, {
		asker: { accessToken, address: null }
	}).catch((error: unknown) => {
		if (isFailure(error, 'INVALID_CREDENTIALS', 'TOKEN_EXPIRED', 'INVALID_TOKEN')) return null;
		// an answer that this release does not understand makes no one a member, and signs no one out
		throw isFailure(error, 'UNAVAILABLE') ? error : unavailable(null, error);
	});
	if (answer?.data.status !== 'active') return null;
	return { ...answer.data, language: languageOf(answer.data.language) };
}
