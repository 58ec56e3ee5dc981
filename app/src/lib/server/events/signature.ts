import { createHmac, timingSafeEqual } from 'node:crypto';

/** Either way: clocks a minute apart, and a message that is a minute on its way. */
export const TOLERANCE_SECONDS = 120;

const ID = /^[\w.-]{1,64}$/;
const TIMESTAMP = /^\d{1,12}$/;

/**
 * The id of a message that was signed with this key (Standard Webhooks: HMAC-SHA256 over id, time and body) within the
 * last two minutes; null for any other.
 *
 * @param now seconds since the epoch
 */
export function verify(
	headers: Headers,
	body: Uint8Array,
	key: Buffer,
	now: number
): string | null {
	const id = headers.get('webhook-id') ?? '';
	const timestamp = headers.get('webhook-timestamp') ?? '';
	const signatures = headers.get('webhook-signature') ?? '';
	if (!ID.test(id) || !TIMESTAMP.test(timestamp)) return null;
	if (Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) return null;

	const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
	// more than one while a key is being replaced
	return signatures.split(' ').some((signature) => isSame(signature, `v1,${mac}`)) ? id : null;
}

function isSame(one: string, other: string): boolean {
	const [given, right] = [Buffer.from(one), Buffer.from(other)];
	return given.length === right.length && timingSafeEqual(given, right);
}
