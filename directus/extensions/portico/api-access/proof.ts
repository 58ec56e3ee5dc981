import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header in which the app proves itself on every call. */
export const PROOF_HEADER = 'x-portico-proof';

const SLOT_MILLISECONDS = 60_000;
/** Clocks that are five minutes apart: an intercepted proof can be replayed for that long. */
const MOST_SLOTS_APART = 5;
/** While a secret is replaced the app sends one HMAC for each of its two. */
const FORM = /^(0|[1-9]\d{0,11})((?:\.[\w-]{43}){1,3})$/;

/**
 * What shows that a call comes from the app: the number of the minute, and for each secret an HMAC-SHA256 over it under
 * a key that is derived from the secret, so that no signature of an event is ever a proof.
 *
 * @param now milliseconds since the epoch
 */
export function proofAt(secrets: Buffer[], now: number): string {
	const slot = Math.floor(now / SLOT_MILLISECONDS);
	return [slot, ...secrets.map((secret) => macOf(secret, slot))].join('.');
}

/** Tells proofs from other texts; each key in PORTICO_EVENTS_SECRET counts while one replaces another. */
export class Proofs {
	readonly #secrets: Buffer[];
	/** The right HMACs by minute: made once, and few, since only minutes around now are looked at. */
	readonly #made = new Map<number, Buffer[]>();

	constructor(secrets: Buffer[]) {
		this.#secrets = secrets;
	}

	/** Whether this is a proof of now, or of at most five minutes before or after. */
	accept(given: unknown, now: number): boolean {
		const [, minute, macs] = (typeof given === 'string' && FORM.exec(given)) || [];
		if (minute === undefined || macs === undefined) return false;
		const slot = Number(minute);
		const present = Math.floor(now / SLOT_MILLISECONDS);
		if (Math.abs(slot - present) > MOST_SLOTS_APART) return false;
		const right = this.#macs(slot, present);
		const [, ...sent] = macs.split('.');
		return sent.some((mac) => right.some((one) => timingSafeEqual(one, Buffer.from(mac))));
	}

	#macs(slot: number, present: number): Buffer[] {
		const made = this.#made.get(slot);
		if (made) return made;
		for (const old of this.#made.keys()) {
			if (Math.abs(old - present) > MOST_SLOTS_APART) this.#made.delete(old);
		}
		const macs = this.#secrets.map((secret) => Buffer.from(macOf(secret, slot)));
		this.#made.set(slot, macs);
		return macs;
	}
}

function macOf(secret: Buffer, slot: number): string {
	const key = createHmac('sha256', secret).update('portico proof').digest();
	return createHmac('sha256', key).update(String(slot)).digest('base64url');
}
