import { REDIS_URL } from '$app/env/private';
import { createClient } from '@redis/client';
import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';

type Redis = ReturnType<typeof connect>;

const CONNECT_TIMEOUT_SECONDS = 5;
const TIMEOUT_MILLISECONDS = 250;
const MAX_CONSECUTIVE_FAILURES = 3;
const BREAK_MILLISECONDS = 5_000;

let isUnavailable = false;

/** The client for the state that replicas share, or null without REDIS_URL. Redis may become unavailable: see `queryRedis`. */
export const redis: Redis | null = REDIS_URL ? connect(REDIS_URL) : null;

/** When Redis hangs, a few requests wait for the timeout; then the breaker opens and no request waits. */
const breaker = circuitBreaker(handleAll, {
	breaker: new ConsecutiveBreaker(MAX_CONSECUTIVE_FAILURES),
	halfOpenAfter: BREAK_MILLISECONDS
});

breaker.onBreak((reason) => reportUnavailable('error' in reason ? reason.error : null));
breaker.onReset(reportAvailable);

/**
 * Queries Redis with a timeout of a quarter of a second; null without Redis, or while it does not respond. Redis only
 * saves work: callers must be able to go on without it.
 */
export async function queryRedis<T>(query: (redis: Redis) => Promise<T>): Promise<T | null> {
	if (!redis?.isReady) return null;
	try {
		return await breaker.execute(() => Promise.race([query(redis), rejectAfterTimeout()]));
	} catch {
		// logged by the breaker
		return null;
	}
}

/** Connects in the background and reconnects for ever, at most two seconds after each failure; nothing waits for it. */
function connect(url: string) {
	// RESP 3 takes commands on a connection that is subscribed to a channel; RESP 2 does not
	const client = createClient({ url, RESP: 3, disableOfflineQueue: true });
	client.on('error', reportUnavailable);
	client.on('ready', reportAvailable);
	// a failed attempt is an `error` as well, and is repeated
	client.connect().catch(reportUnavailable);
	// a server that accepts the connection but never responds counts as unavailable
	const report = () => client.isReady || reportUnavailable(new Error('no answer'));
	setTimeout(report, CONNECT_TIMEOUT_SECONDS * 1000).unref();
	return client;
}

function reportUnavailable(error: unknown): void {
	if (isUnavailable) return;
	isUnavailable = true;
	metrics.isRedisUnavailable(true);
	log.warn({ err: error }, 'Redis is unavailable: each replica works on its own');
}

function reportAvailable(): void {
	if (!isUnavailable) return;
	isUnavailable = false;
	metrics.isRedisUnavailable(false);
	log.info('Redis is available again');
}

async function rejectAfterTimeout(): Promise<never> {
	// the client sends at the end of this turn of the event loop
	await turn();
	await delay(TIMEOUT_MILLISECONDS, undefined, { ref: false });
	// a response that has arrived but was not read yet counts: then this process is busy, not Redis
	await turn();
	throw new Error('no answer');
}
