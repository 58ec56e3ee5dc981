import { LRUCache } from 'lru-cache';
import { fingerprint, open, seal } from './seal.ts';
import type { Tokens } from './tokens.ts';

/** As long as Directus itself keeps answering for the old token (SESSION_REFRESH_GRACE_PERIOD). */
const KEPT_SECONDS = 60;
const MOST_KEPT = 100_000;

const sealed = new LRUCache<string, Buffer>({ max: MOST_KEPT, ttl: KEPT_SECONDS * 1000 });

/** The successor of a refresh token that was exchanged within the last minute, or null. */
export function of(refreshToken: string): Tokens | null {
	const kept = sealed.get(fingerprint(refreshToken));
	// sealed by `keep`, below, and authenticated by its tag
	return kept ? (JSON.parse(open(kept, refreshToken)) as Tokens) : null;
}

/** Remembers a successor for whoever still comes with the old token: other tabs, retries, lost answers. */
export function keep(refreshToken: string, successor: Tokens): void {
	sealed.set(fingerprint(refreshToken), seal(JSON.stringify(successor), refreshToken));
}
