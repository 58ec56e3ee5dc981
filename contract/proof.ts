import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header in which the app proves itself on every call to Directus. */
export const PROOF_HEADER = 'x-portico-proof';

/** The mark in a refusal of Directus' API by which the app sees that its proof was not accepted. */
export const API_CLOSED = { api: 'closed' } as const;

const SLOT_MILLISECONDS = 60_000;
/** Clocks that are five minutes apart: an intercepted proof can be replayed for that long. */
const MAX_SLOT_DIFFERENCE = 5;
/** While a secret is replaced the app sends one HMAC for each of its two. */
const FORM = /^(0|[1-9]\d{0,11})((?:\.[\w-]{43}){1,3})$/;

/**
 * Identifies a call as the app's to Directus, whose API is closed to other clients: the number of the minute, and for each
 * secret an HMAC-SHA256 over it under a key that is derived from the secret, so that no signature of an event is ever a
 * proof. It is made once a minute, so that a call pays for a comparison. It goes into no log.
 */
export class Proof {
	readonly #keys: Buffer[];
	#slot = -1;
	#headers: Record<string, string> = {};

	/** @param secrets two while one replaces the other, so that Directus may learn of it before or after the app */
	constructor(secrets: Buffer[]) {
		this.#keys = secrets.map(keyOf);
	}

	/**
	 * The header that carries it; none without a secret.
	 *
	 * @param now milliseconds since the epoch
	 */
	headers(now: number): Record<string, string> {
		const slot = slotAt(now);
		if (this.#keys.length > 0 && slot !== this.#slot) {
			const macs = this.#keys.map((key) => macOf(key, slot));
			this.#headers = { [PROOF_HEADER]: [slot, ...macs].join('.') };
			this.#slot = slot;
		}
		return this.#headers;
	}
}

/** Verifies proofs; during a rotation each key in PORTICO_EVENTS_SECRET is accepted. */
export class ProofVerifier {
	readonly #keys: Buffer[];
	/** The right HMACs by minute: made once, and few, since only minutes around now are looked at. */
	readonly #made = new Map<number, Buffer[]>();

	constructor(secrets: Buffer[]) {
		this.#keys = secrets.map(keyOf);
	}

	/** Whether this is a proof of now, or of at most five minutes before or after. */
	accept(given: unknown, now: number): boolean {
		const [, minute, macs] = (typeof given === 'string' && FORM.exec(given)) || [];
		if (minute === undefined || macs === undefined) return false;
		const slot = Number(minute);
		const present = slotAt(now);
		if (Math.abs(slot - present) > MAX_SLOT_DIFFERENCE) return false;
		const right = this.#macs(slot, present);
		const [, ...sent] = macs.split('.');
		return sent.some((mac) => right.some((one) => timingSafeEqual(one, Buffer.from(mac))));
	}

	#macs(slot: number, present: number): Buffer[] {
		const made = this.#made.get(slot);
		if (made) return made;
		for (const old of this.#made.keys()) {
			if (Math.abs(old - present) > MAX_SLOT_DIFFERENCE) this.#made.delete(old);
		}
		const macs = this.#keys.map((key) => Buffer.from(macOf(key, slot)));
		this.#made.set(slot, macs);
		return macs;
	}
}

function slotAt(now: number): number {
	return Math.floor(now / SLOT_MILLISECONDS);
}

function keyOf(secret: Buffer): Buffer {
	return createHmac('sha256', secret).update('portico proof').digest();
}

function macOf(key: Buffer, slot: number): string {
	return createHmac('sha256', key).update(String(slot)).digest('base64url');
}
