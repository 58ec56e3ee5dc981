import { createHmac, timingSafeEqual } from 'node:crypto';

/** Either way: clocks a minute apart, and a message that is a minute on its way. */
export const TOLERANCE_SECONDS = 120;

const ID = /^[\w.-]{1,64}$/;
const TIMESTAMP = /^\d{1,12}$/;

/**
 * The id of a message that was signed with one of these keys (Standard Webhooks: HMAC-SHA256 over id, time and body)
 * within the last two minutes; null for any other.
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
	const right = keys.map((key) => `v1,${macOf(key, `${id}.${timestamp}.`, body)}`);
	const given = signatures.split(' ');
	return right.some((one) => given.some((other) => isSame(one, other))) ? id : null;
}

function macOf(key: Buffer, before: string, body: Uint8Array): string {
	return createHmac('sha256', key).update(before).update(body).digest('base64');
}

function isSame(one: string, other: string): boolean {
	const [given, right] = [Buffer.from(one), Buffer.from(other)];
	return given.length === right.length && timingSafeEqual(given, right);
}
