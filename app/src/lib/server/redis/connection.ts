import { REDIS_URL } from '$app/env/private';
import { createClient } from '@redis/client';
import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';

type Redis = ReturnType<typeof connect>;

const CONNECTING_SECONDS = 5;
const PATIENCE_MILLISECONDS = 250;
const FAILURES_IN_A_ROW = 3;
const BREAK_MILLISECONDS = 5_000;

let isAway = false;

/** The client for the state that replicas share, or null without REDIS_URL. Redis may become unavailable: see `ask`. */
export const redis: Redis | null = REDIS_URL ? connect(REDIS_URL) : null;

/** When Redis hangs, a few requests wait for the timeout; then the breaker opens and no request waits. */
const breaker = circuitBreaker(handleAll, {
	breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
	halfOpenAfter: BREAK_MILLISECONDS
});

breaker.onBreak((reason) => lost('error' in reason ? reason.error : null));
breaker.onReset(found);

/**
 * Queries Redis with a timeout of a quarter of a second; null without Redis, or while it does not respond. Redis only
 * saves work: callers must be able to go on without it.
 */
export async function ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | null> {
	if (!redis?.isReady) return null;
	try {
		return await breaker.execute(() => Promise.race([question(redis), silence()]));
	} catch {
		// logged by the breaker
		return null;
	}
}

/** Connects in the background and reconnects for ever, at most two seconds after each failure; nothing waits for it. */
function connect(url: string) {
	// RESP 3 takes commands on a connection that is subscribed to a channel; RESP 2 does not
	const client = createClient({ url, RESP: 3, disableOfflineQueue: true });
	client.on('error', lost);
	client.on('ready', found);
	// a failed attempt is an `error` as well, and is repeated
	client.connect().catch(lost);
	// a server that accepts the connection but never responds counts as unavailable
	const report = () => client.isReady || lost(new Error('no answer'));
	setTimeout(report, CONNECTING_SECONDS * 1000).unref();
	return client;
}

function lost(error: unknown): void {
	if (isAway) return;
	isAway = true;
	metrics.isRedisAway(true);
	log.warn({ err: error }, 'Redis is unavailable: each replica works on its own');
}

function found(): void {
	if (!isAway) return;
	isAway = false;
	metrics.isRedisAway(false);
	log.info('Redis is available again');
}

async function silence(): Promise<never> {
	// the client sends at the end of this turn of the event loop
	await turn();
	await delay(PATIENCE_MILLISECONDS, undefined, { ref: false });
	// a response that has arrived but was not read yet counts: then this process is busy, not Redis
	await turn();
	throw new Error('no answer');
}
