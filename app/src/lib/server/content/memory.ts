import { LRUCache } from 'lru-cache';
import { isFailure } from '../directus/failure.ts';

/** What is changed in Directus shows within a second. */
const FRESH_SECONDS = 1;
const MOST_REMEMBERED = 2_000;

type Load = () => Promise<object>;

const remembered = new LRUCache<string, object, Load>({
	max: MOST_REMEMBERED,
	ttl: FRESH_SECONDS * 1000,
	// Directus away: what was public a moment ago is shown rather than nothing. The cache's own option for it would
	// swallow the failure where there is nothing to show
	fetchMethod: (_key, stale, { context: load }) =>
		load().catch((error: unknown) => {
			if (stale && isFailure(error, 'UNAVAILABLE')) return stale;
			throw error;
		})
});

/**
 * Public content, loaded at most once a second however many ask. Only for what everybody may see: one person's data
 * never goes in here.
 */
export async function publicly<T>(key: string, load: () => Promise<T>): Promise<T> {
	// wrapped, so that absence (null) is remembered like any other answer
	const { value } = (await remembered.forceFetch(key, {
		context: async () => ({ value: await load() })
	})) as { value: T }; // each key is loaded in one place, which gives it its type
	return value;
}
