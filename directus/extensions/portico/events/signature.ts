import { createHmac } from 'node:crypto';

/** Keys that count at the same time, while one replaces another; the current one first. */
export type Keys = [Buffer, ...Buffer[]];

const LEAST_KEY_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

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
	if (!BASE64.test(encoded) || key.length < LEAST_KEY_BYTES) {
		throw new Error(`must be ${LEAST_KEY_BYTES} bytes or more in base64`);
	}
	return key;
}

/**
 * The headers that vouch for a message (Standard Webhooks, symmetric signatures): its id, which stays the same when
 * it is sent again, the time of sending in seconds, and an HMAC-SHA256 over both and the body for each key.
 */
export function signed(
	{ id, body, at }: { id: string; body: string; at: number },
	keys: Keys
): Record<string, string> {
	const signatures = keys.map((key) => {
		const mac = createHmac('sha256', key).update(`${id}.${at}.${body}`);
		return `v1,${mac.digest('base64')}`;
	});
	return {
		'webhook-id': id,
		'webhook-timestamp': String(at),
		'webhook-signature': signatures.join(' ')
	};
}
