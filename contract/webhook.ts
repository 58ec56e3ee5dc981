import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

/** Keys that count at the same time, while one replaces another; the current one first. */
export type Keys = [Buffer, ...Buffer[]];

/**
 * The webhook event of Directus for a change of data that the app may have cached. Sent by the extension
 * (directus/extensions/portico/events.ts), received in app/src/lib/server/events/incoming.ts.
 */
export const changeEvent = v.object({
	type: v.literal('directus.changed'),
	/** When it changed, in ISO 8601. */
	timestamp: v.string(),
	data: v.object({
		/** The people whose data or rights changed. */
		users: v.union([v.literal('all'), v.array(v.string())]),
		/** The collections whose rows changed. */
		collections: v.array(v.string())
	})
});
export type ChangeEvent = v.InferOutput<typeof changeEvent>;

/** Either way: clocks a minute apart, and a message that is a minute on its way. */
export const TOLERANCE_SECONDS = 120;

const MIN_KEY_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const ID = /^[\w.-]{1,64}$/;
const TIMESTAMP = /^\d{1,12}$/;

/**
 * The keys in secrets with commas or spaces between.
 *
 * @throws where one is no secret, or there is none
 */
export function keysOf(secrets: unknown): Keys {
	// Directus has already made a list of a text with commas
	const listed: unknown[] = Array.isArray(secrets) ? secrets : [secrets];
	const texts = listed.flatMap((one) => (typeof one === 'string' ? one.split(/[\s,]+/) : []));
	const [first = '', ...others] = texts.filter((text) => text !== '');
	return [keyOf(first), ...others.map(keyOf)];
}

/**
 * The key in a secret as Standard Webhooks writes it: base64, with or without `whsec_` before it.
 *
 * @throws where it is not that, or shorter than 32 bytes
 */
function keyOf(secret: string): Buffer {
	const encoded = secret.replace(/^whsec_/, '');
	const key = Buffer.from(encoded, 'base64');
	if (!BASE64.test(encoded) || key.length < MIN_KEY_BYTES) {
		throw new Error(`must be ${MIN_KEY_BYTES} bytes or more in base64`);
	}
	return key;
}

/**
 * The headers that vouch for a message (Standard Webhooks, symmetric signatures): its id, which stays the same when
 * it is sent again, the time of sending in seconds, and an HMAC-SHA256 over both and the body for each key.
 */
export function sign(
	{ id, body, at }: { id: string; body: string; at: number },
	keys: Keys
): Record<string, string> {
	return {
		'webhook-id': id,
		'webhook-timestamp': String(at),
		'webhook-signature': keys.map((key) => signatureOf(key, `${id}.${at}.`, body)).join(' ')
	};
}

/**
 * The id of a message that was signed with one of these keys within the last two minutes; null for any other.
 *
 * @param now seconds since the epoch
 */
export function verify(
	headers: Headers,
	body: Uint8Array,
	keys: Buffer[],
	now: number
): string | null {
	const id = headers.get('webhook-id') ?? '';
	const timestamp = headers.get('webhook-timestamp') ?? '';
	const signatures = headers.get('webhook-signature') ?? '';
	if (!ID.test(id) || !TIMESTAMP.test(timestamp)) return null;
	if (Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) return null;

	// more than one of either while a key is being replaced
	const right = keys.map((key) => signatureOf(key, `${id}.${timestamp}.`, body));
	const given = signatures.split(' ');
	return right.some((one) => given.some((other) => isSame(one, other))) ? id : null;
}

function signatureOf(key: Buffer, before: string, body: string | Uint8Array): string {
	return `v1,${createHmac('sha256', key).update(before).update(body).digest('base64')}`;
}

function isSame(one: string, other: string): boolean {
	const [given, right] = [Buffer.from(one), Buffer.from(other)];
	return given.length === right.length && timingSafeEqual(given, right);
}
