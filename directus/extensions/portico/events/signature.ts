import { createHmac } from 'node:crypto';

const LEAST_KEY_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The key in a secret as Standard Webhooks writes it: base64, with or without `whsec_` before it.
 *
 * @throws where it is not that, or shorter than 32 bytes
 */
export function keyOf(secret: string): Buffer {
	const encoded = secret.replace(/^whsec_/, '');
	const key = Buffer.from(encoded, 'base64');
	if (!BASE64.test(encoded) || key.length < LEAST_KEY_BYTES) {
		throw new Error(`must be ${LEAST_KEY_BYTES} bytes or more in base64`);
	}
	return key;
}

/**
 * The headers that vouch for a message (Standard Webhooks, symmetric signatures): its id, which stays the same when
 * it is sent again, the time of sending in seconds, and an HMAC-SHA256 over both and the body.
 */
export function signed(
	{ id, body, at }: { id: string; body: string; at: number },
	key: Buffer
): Record<string, string> {
	const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
	return {
		'webhook-id': id,
		'webhook-timestamp': String(at),
		'webhook-signature': `v1,${signature}`
	};
}
