import { getRequestEvent } from '$app/server';
import type { ContentKind } from '@portico/contract/content.ts';
import { LRUCache } from 'lru-cache';
import { ANY_GUEST, type Asker } from '../directus/asker.ts';
import { DirectusFailure, isFailure } from '../directus/failure.ts';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';
import type { Member } from '../session/access.ts';
import { collectionsOf, guest } from '../session/permissions.ts';
import { InFlight } from '../cache/in-flight.ts';

/** A change in Directus shows within a second, even if its webhook is lost. */
const FRESH_SECONDS = 1;
/** An older copy is not shown, whatever happens to Directus. */
const MAX_STALE_SECONDS = 3_600;
/** Time limit for a load where there is an older copy. */
const RELOAD_TIMEOUT_SECONDS = 1;
const MAX_ENTRIES = 2_000;
/** A text may have a million, and is kept once for each of the rights that members have to it. */
const MAX_CHARACTERS = 64_000_000;
/** What an object or a number takes. */
const CHARACTERS_OF_A_PART = 8;
const MAX_MISSES = 200;
/** An outage affects each request, but is logged only once in this interval. */
const LOG_INTERVAL_SECONDS = 60;
/** In place of a rights key: what every guest may see, and therefore everyone. */
const PUBLIC = 'public';

/** Content is fresh until then (milliseconds since the epoch), or until Directus reports a change. */
export type Freshness = { readonly freshUntil: number };

type Copy = {
	value: unknown;
	loadedAt: number;
	freshUntil: number;
	/** Directus reported a change since: served only if a reload fails. */
	outdated: boolean;
	/** Resolves when the load in flight has taken too long. */
	timeout: Promise<'slow'> | null;
};

const copies = new LRUCache<string, Copy>({
	max: MAX_ENTRIES,
	maxSize: MAX_CHARACTERS,
	sizeCalculation: ({ value }, key) => key.length + charactersIn(value)
});
/** Misses have their own cache, so bogus URLs cannot evict real pages. */
const misses = new LRUCache<string, Copy>({ max: MAX_MISSES });
const loads = new InFlight<unknown>();
let loggedAt = -Infinity;

/**
 * Public content as the guest of this request may see it. Where policies depend on client addresses, it is loaded for this
 * request and not cached; if Directus does not respond then, it falls back to the content for all guests.
 *
 * @param name tells it from other content of its kind
 * @throws {DirectusFailure} UNAVAILABLE when Directus did not respond and there is no copy
 */
export async function cached<T>(
	kind: ContentKind,
	name: string,
	load: (asker: Asker) => Promise<T>
): Promise<T> {
	try {
		const asker = await guest();
		if (asker.address !== null) {
			recordFreshness({ freshUntil: 0 });
			return await load(asker);
		}
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
	}
	return shared(keyOf(kind, PUBLIC, name), () => load(ANY_GUEST));
}

/** A copy for all guests of the last hour, without a request to Directus; null where there is none. */
export function copyOf<T>(kind: ContentKind, name: string): T | null {
	const copy = copies.get(keyOf(kind, PUBLIC, name));
	const isKept = copy && secondsSince(copy.loadedAt) < MAX_STALE_SECONDS;
	return isKept ? (copy.value as T) : null; // each key is loaded in one place, which gives it its type
}

/**
 * Content as this member may see it, shared with all members who have the same rights to content of this kind. It is loaded
 * with the token of one of them, and Directus vouches for the rights. Where rights depend on the person or an address, or
 * the shared load was refused, it is loaded for this member alone and not cached.
 *
 * @param name tells it from other content of its kind
 * @throws {DirectusFailure} UNAVAILABLE when Directus did not respond and there is no copy
 */
export async function cachedFor<T>(
	{ user, asker }: Pick<Member, 'user' | 'asker'>,
	kind: ContentKind,
	name: string,
	load: (asker: Asker) => Promise<T>
): Promise<T> {
	const rights = user.rights[kind] ?? null;
	if (rights === null) return load(asker);
	try {
		return await shared(keyOf(kind, rights, name), () => load({ ...asker, rights }));
	} catch (error) {
		// rights have changed, or the token was another member's whose session has ended
		if (!(error instanceof DirectusFailure) || error.unavailable) throw error;
		return load(asker);
	}
}

/**
 * Invalidates the copies that depend on one of these collections: the next request of each reloads it, and gets the old
 * copy only if that fails.
 */
export function invalidate(collections: string[] | 'all'): void {
	const isAffected = (key: string) => {
		const kind = key.slice(0, key.indexOf(' '));
		const dependencies = collections === 'all' ? null : collectionsOf(kind);
		return !dependencies || dependencies.some((name) => collections.includes(name));
	};
	for (const cache of [copies, misses]) {
		for (const [key, copy] of cache.entries())
			if (isAffected(key)) Object.assign(copy, { freshUntil: 0, outdated: true });
	}
	loads.invalidate(isAffected);
}

function keyOf(kind: ContentKind, rights: string, name: string): string {
	return `${kind} ${rights} ${name}`;
}

/**
 * Content for all who have the same rights, loaded at most once a second regardless of the number of requests. If Directus
 * does not respond, or responds slowly, a copy of the last hour is returned, and the load continues for the next request;
 * null is a miss.
 */
async function shared<T>(key: string, load: () => Promise<T>): Promise<T> {
	const copy = copies.get(key) ?? misses.get(key);
	const isFresh = copy && copy.freshUntil > Date.now();
	metrics.lookup({ cache: 'content', result: isFresh ? 'hit' : 'miss' });
	const value = isFresh ? copy.value : await newest(key, load, copy);
	const kept = copies.get(key) ?? misses.get(key);
	// a load that was invalidated in flight may end after its successor
	recordFreshness(kept && kept.value === value ? kept : { freshUntil: 0 });
	return value as T; // each key is loaded in one place, which gives it its type
}

/** Records the freshness of content on which the response depends. */
function recordFreshness(content: Freshness): void {
	getRequestEvent().locals.content.push(content);
}

function newest(
	key: string,
	load: () => Promise<unknown>,
	copy: Copy | undefined
): Promise<unknown> {
	const older = copy && secondsSince(copy.loadedAt) < MAX_STALE_SECONDS ? copy : null;
	const loading = loads.share(
		key,
		() => reload(key, load, older),
		(value) => keep(key, value)
	);
	return older ? newerThan(older, loading) : loading;
}

function keep(key: string, value: unknown): void {
	drop(key);
	const loadedAt = Date.now();
	const freshUntil = loadedAt + FRESH_SECONDS * 1000;
	const kept = { value, loadedAt, freshUntil, outdated: false, timeout: null };
	(value === null ? misses : copies).set(key, kept);
}

/** About how many characters a value takes: of its texts, and a few for each other part. */
function charactersIn(value: unknown): number {
	if (typeof value === 'string') return value.length;
	const parts: unknown[] = typeof value === 'object' && value ? Object.values(value) : [];
	return parts.reduce<number>((total, part) => total + charactersIn(part), CHARACTERS_OF_A_PART);
}

function drop(key: string): void {
	copies.delete(key);
	misses.delete(key);
}

async function reload(
	key: string,
	load: () => Promise<unknown>,
	older: Copy | null
): Promise<unknown> {
	if (older) older.timeout = timeout();
	try {
		return await load();
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) {
			// no longer public: must not be served later either
			drop(key);
		} else if (older && !older.outdated) {
			// the next attempt follows a second later
			older.freshUntil = Date.now() + FRESH_SECONDS * 1000;
		}
		throw error;
	}
}

function timeout(): Promise<'slow'> {
	return new Promise((resolve) => {
		setTimeout(() => resolve('slow'), RELOAD_TIMEOUT_SECONDS * 1000).unref();
	});
}

/** The result of the load, or the older copy where the load fails or takes too long. */
async function newerThan(older: Copy, loading: Promise<unknown>): Promise<unknown> {
	const answer = loading.then((value) => ({ value }));
	try {
		const first = await (older.outdated || !older.timeout
			? answer
			: Promise.race([answer, older.timeout]));
		if (first !== 'slow') return first.value;
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
	}
	metrics.staleCopy({});
	logStaleCopy(older);
	return older.value;
}

function logStaleCopy(older: Copy): void {
	if (secondsSince(loggedAt) < LOG_INTERVAL_SECONDS) return;
	loggedAt = Date.now();
	const ageSeconds = Math.round(secondsSince(older.loadedAt));
	log.warn({ ageSeconds }, 'Directus is unavailable: serving stale content');
}

function secondsSince(time: number): number {
	return (Date.now() - time) / 1000;
}
