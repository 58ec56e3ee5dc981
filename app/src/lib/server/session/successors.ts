import { GRACE_SECONDS } from '@portico/contract/environment-variables.ts';
import { LRUCache } from 'lru-cache';
import { setTimeout as delay } from 'node:timers/promises';
import { queryRedis } from '../redis/connection.ts';
import { fingerprint, open, seal } from './seal.ts';
import type { Tokens } from './tokens.ts';

const MAX_ENTRIES = 100_000;
/** Less than callers wait for a refresh: where a process dies that holds a lock, theirs still succeeds. */
const LOCK_TTL_MILLISECONDS = 3_000;
const PAUSE_MILLISECONDS = 50;

const sealed = new LRUCache<string, Buffer>({ max: MAX_ENTRIES, ttl: GRACE_SECONDS * 1000 });

/** The successor of a refresh token that was exchanged within the last minute, or null. */
export function of(refreshToken: string): Tokens | null {
	const kept = sealed.get(fingerprint(refreshToken));
	return kept ? read(kept, refreshToken) : null;
}

/** Keeps a successor for requests that still carry the old token: of other tabs, retries, lost answers, other replicas. */
export function keep(refreshToken: string, successor: Tokens): void {
	const name = fingerprint(refreshToken);
	const kept = seal(JSON.stringify(successor), refreshToken, 'portico session successor');
	sealed.set(name, kept);
	const expiration = { type: 'EX' as const, value: GRACE_SECONDS };
	void queryRedis((redis) =>
		redis.set(successorKey(name), kept.toString('base64'), { expiration })
	);
}

/**
 * The successor that another process of the app gets for this token, waiting for it where it is being exchanged; null
 * where the exchange is now the caller's, as it always is without Redis. It may happen to two callers: Directus
 * gives both the same successor.
 */
export async function fromOtherReplica(refreshToken: string): Promise<Tokens | null> {
	const name = fingerprint(refreshToken);
	const expiration = { type: 'PX' as const, value: LOCK_TTL_MILLISECONDS };
	for (;;) {
		const state = await queryRedis((redis) =>
			Promise.all([
				redis.set(lockKey(name), '', { condition: 'NX', expiration }),
				redis.get(successorKey(name))
			])
		);
		if (!state) return null;
		const [isOurs, kept] = state;
		const successor = kept && read(Buffer.from(kept, 'base64'), refreshToken);
		if (successor) {
			sealed.set(name, Buffer.from(kept, 'base64'));
			return successor;
		}
		if (isOurs) return null;
		await delay(PAUSE_MILLISECONDS);
	}
}

/** Lets another process try at once where the exchange brought nothing. */
export function releaseLock(refreshToken: string): void {
	void queryRedis((redis) => redis.del(lockKey(fingerprint(refreshToken))));
}

/** null unless `keep` sealed it under this token; then it is the pair that `keep` was given. */
function read(kept: Buffer, refreshToken: string): Tokens | null {
	try {
		return JSON.parse(open(kept, refreshToken, 'portico session successor')) as Tokens;
	} catch {
		return null;
	}
}

function successorKey(name: string): string {
	return `portico:successor:${name}`;
}

function lockKey(name: string): string {
	return `portico:refresh:${name}`;
}
