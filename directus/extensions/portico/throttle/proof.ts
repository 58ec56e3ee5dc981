import { createHmac, timingSafeEqual } from 'node:crypto';
import { keysOf } from '../events/signature.ts';

/**
 * What shows that a sign-in comes from the app, which counts tries by itself: an HMAC that only holders of
 * PORTICO_EVENTS_SECRET can make, one for each key in it. None without a good secret: then everybody is a stranger.
 */
export function proofsOf(secrets: unknown): string[] {
	try {
		return keysOf(secrets).map((key) =>
			createHmac('sha256', key).update('sign-in').digest('base64url')
		);
	} catch {
		return [];
	}
}

/** Whether a text is one of the proofs. */
export function isProof(given: unknown, proofs: string[]): boolean {
	if (typeof given !== 'string') return false;
	const one = Buffer.from(given);
	return proofs.some((proof) => {
		const other = Buffer.from(proof);
		return one.length === other.length && timingSafeEqual(one, other);
	});
}
