import { getRequestEvent } from '$app/server';
import { LRUCache } from 'lru-cache';
import { ANY_GUEST, type Asker } from '../directus/asker.ts';
import { isFailure } from '../directus/failure.ts';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';
import { guest } from '../session/permissions.ts';
import { InFlight } from '../cache/in-flight.ts';

/** What is changed in Directus shows within a second, also where nothing tells of the change. */
const FRESH_SECONDS = 1;
/** An older copy is not shown, whatever happens to Directus. */
const SHOWN_SECONDS = 3_600;
/** How long a fresh copy is waited for where there is an older one. */
const PATIENCE_SECONDS = 1;
const MOST_REMEMBERED = 2_000;
const MOST_ABSENCES = 200;
/** An outage shows in each request; its log lines come once in so many seconds. */
const TOLD_SECONDS = 60;

/** What a page is made of is the newest until then (milliseconds since the epoch), or until Directus tells of a change. */
export type Freshness = { readonly freshUntil: number };

type Copy = {
	value: unknown;
	loadedAt: number;
	freshUntil: number;
	/** Directus told of a change since: shown only where nothing newer can be had. */
	outdated: boolean;
	/** Ends when the load that is under way has taken too long. */
	patience: Promise<'slow'> | null;
};

const copies = new LRUCache<string, Copy>({ max: MOST_REMEMBERED });
/** Misses have their own cache, so bogus URLs cannot evict real pages. */
const absences = new LRUCache<string, Copy>({ max: MOST_ABSENCES });
const loads = new InFlight<unknown>();
let toldAt = -Infinity;

/**
 * Public content as this request's guest may see it. Where policies speak about addresses, it is loaded for the one that
 * asks, and kept for nobody; where Directus gives no answer then, it is what all guests may see.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer and there is no copy
 */
export async function cached<T>(key: string, load: (asker: Asker) => Promise<T>): Promise<T> {
	try {
		const asker = await guest();
		if (asker.address !== null) {
			note({ freshUntil: 0 });
			return await load(asker);
		}
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
	}
	return shared(key, () => load(ANY_GUEST));
}

/**
 * What all guests may see, loaded at most once a second however many ask. Where Directus gives no answer, or takes its time for
 * it, a copy of the last hour is given, and the load goes on for the next request; null is what is not there. Only for
 * what everybody may see: one person's data never goes in here.
 */
async function shared<T>(key: string, load: () => Promise<T>): Promise<T> {
	const copy = copies.get(key) ?? absences.get(key);
	const isFresh = copy && copy.freshUntil > Date.now();
	metrics.lookup({ cache: 'content', result: isFresh ? 'hit' : 'miss' });
	const value = isFresh ? copy.value : await newest(key, load, copy);
	const kept = copies.get(key) ?? absences.get(key);
	// what was forgotten on its way may come after its successor
	note(kept && kept.value === value ? kept : { freshUntil: 0 });
	return value as T; // each key is loaded in one place, which gives it its type
}

/** Tells the request what its answer is made of. */
function note(content: Freshness): void {
	getRequestEvent().locals.content.push(content);
}

/** Has everything loaded anew when it is asked for next. What was remembered serves on where that fails. */
export function forget(): void {
	for (const copy of [...copies.values(), ...absences.values()])
		Object.assign(copy, { freshUntil: 0, outdated: true });
	loads.disown();
}

function newest(
	key: string,
	load: () => Promise<unknown>,
	copy: Copy | undefined
): Promise<unknown> {
	const older = copy && secondsSince(copy.loadedAt) < SHOWN_SECONDS ? copy : null;
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
	const kept = { value, loadedAt, freshUntil, outdated: false, patience: null };
	(value === null ? absences : copies).set(key, kept);
}

function drop(key: string): void {
	copies.delete(key);
	absences.delete(key);
}

async function reload(
	key: string,
	load: () => Promise<unknown>,
	older: Copy | null
): Promise<unknown> {
	if (older) older.patience = patience();
	try {
		return await load();
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) {
			// public no longer: not to be shown later either
			drop(key);
		} else if (older && !older.outdated) {
			// the next try is for the next second
			older.freshUntil = Date.now() + FRESH_SECONDS * 1000;
		}
		throw error;
	}
}

function patience(): Promise<'slow'> {
	return new Promise((resolve) => {
		setTimeout(() => resolve('slow'), PATIENCE_SECONDS * 1000).unref();
	});
}

/** What is being loaded, or the copy from before where that fails or takes too long. */
async function newerThan(older: Copy, loading: Promise<unknown>): Promise<unknown> {
	const answer = loading.then((value) => ({ value }));
	try {
		const first = await (older.outdated || !older.patience
			? answer
			: Promise.race([answer, older.patience]));
		if (first !== 'slow') return first.value;
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
	}
	metrics.staleCopy({});
	tellOf(older);
	return older.value;
}

function tellOf(older: Copy): void {
	if (secondsSince(toldAt) < TOLD_SECONDS) return;
	toldAt = Date.now();
	const ageSeconds = Math.round(secondsSince(older.loadedAt));
	log.warn({ ageSeconds }, 'Directus gives no answer: public content is shown as it was');
}

function secondsSince(time: number): number {
	return (Date.now() - time) / 1000;
}
