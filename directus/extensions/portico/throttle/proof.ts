import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyOf } from '../events/signature.ts';

/**
 * What shows that a sign-in comes from the app, which counts tries by itself: an HMAC that only holders of
 * PORTICO_EVENTS_SECRET can make. Null without a good secret: then everybody is a stranger.
 */
export function proofOf(secret: unknown): string | null {
	try {
		return createHmac('sha256', keyOf(String(secret)))
			.update('sign-in')
			.digest('base64url');
	} catch {
		return null;
	}
}

/** Whether a text is the proof. */
export function isProof(given: unknown, proof: string | null): boolean {
	if (typeof given !== 'string' || proof === null) return false;
	const [one, other] = [Buffer.from(given), Buffer.from(proof)];
	return one.length === other.length && timingSafeEqual(one, other);
}
