import { LRUCache } from 'lru-cache';
import { isFailure } from '../directus/failure.ts';
import { UnderWay } from '../under-way.ts';

/** What is changed in Directus shows within a second, also where nothing tells of the change. */
const FRESH_SECONDS = 1;
const MOST_REMEMBERED = 2_000;

type Copy = { value: unknown; freshUntil: number };

const copies = new LRUCache<string, Copy>({ max: MOST_REMEMBERED });
const loads = new UnderWay<unknown>();

/**
 * Public content, loaded at most once a second however many ask. Only for what everybody may see: one person's data
 * never goes in here.
 */
export async function publicly<T>(key: string, load: () => Promise<T>): Promise<T> {
	const copy = copies.get(key);
	const isFresh = copy && copy.freshUntil > Date.now();
	const value = isFresh
		? copy.value
		: await loads.share(
				key,
				() => orStale(key, load),
				(value) => copies.set(key, { value, freshUntil: Date.now() + FRESH_SECONDS * 1000 })
			);
	return value as T; // each key is loaded in one place, which gives it its type
}

/** Has everything loaded anew when it is asked for next. What was remembered serves on where that fails. */
export function forget(): void {
	for (const copy of copies.values()) copy.freshUntil = 0;
	loads.disown();
}

/** Directus away: what was public a moment ago is shown rather than nothing. */
async function orStale(key: string, load: () => Promise<unknown>): Promise<unknown> {
	try {
		return await load();
	} catch (error) {
		const copy = copies.get(key);
		if (copy && isFailure(error, 'UNAVAILABLE')) return copy.value;
		// public no longer: not to be shown later either
		copies.delete(key);
		throw error;
	}
}
