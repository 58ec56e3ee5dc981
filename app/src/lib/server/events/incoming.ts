import { changeEvent, TOLERANCE_SECONDS, verify } from '@portico/contract/webhook.ts';
import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import * as content from '../content/content-cache.ts';
import * as metrics from '../metrics/instruments.ts';
import * as userCache from '../session/user-cache.ts';

/** A webhook of Directus: headers that sign the body. */
export type Message = { headers: Headers; body: Uint8Array };

/** Outcome of the verification of a message. */
export type Outcome = 'accepted' | 'forged' | 'repeated' | 'unreadable';

const MAX_BYTES = 65_536;
const MAX_ENTRIES = 100_000;

/** Ids of accepted messages, kept while their time is within the tolerance, which goes both ways. */
const accepted = new LRUCache<string, true>({
	max: MAX_ENTRIES,
	ttl: 2 * TOLERANCE_SECONDS * 1000
});

/**
 * Receives a signed message of Directus about a change there, and invalidates the caches that it concerns.
 *
 * @param now seconds since the epoch
 */
export function receive(message: Message, keys: Buffer[], now: number): Outcome {
	const outcome = take(message, keys, now);
	metrics.event({ outcome });
	return outcome;
}

function take({ headers, body }: Message, keys: Buffer[], now: number): Outcome {
	if (body.byteLength > MAX_BYTES) return 'unreadable';
	const id = verify(headers, body, keys, now);
	if (id === null) return 'forged';
	if (accepted.has(id)) return 'repeated';
	accepted.set(id, true);

	const message = v.safeParse(changeEvent, parse(body));
	if (!message.success) return 'unreadable';
	const { timestamp, data } = message.output;
	const { users, collections } = data;
	if (users === 'all') {
		userCache.invalidateAll();
		// what people may see has changed, or it is another database
		content.invalidate('all');
	} else {
		if (users.length > 0) userCache.invalidate(...users);
		if (collections.length > 0) content.invalidate(collections);
	}
	countDelay(now - Date.parse(timestamp) / 1000);
	return 'accepted';
}

/** Below zero where the clocks of two machines differ. */
function countDelay(seconds: number): void {
	if (Number.isFinite(seconds)) metrics.eventDelay({}, Math.max(0, seconds));
}

function parse(body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(body));
	} catch {
		return null;
	}
}
