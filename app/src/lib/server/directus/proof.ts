import { createHmac } from 'node:crypto';

const HEADER = 'x-portico-proof';
const SLOT_MILLISECONDS = 60_000;

/**
 * Shows Directus, whose API is closed to strangers, that a call comes from the app: the number of the minute, and an
 * HMAC-SHA256 over it under a key that is derived from PORTICO_EVENTS_SECRET. It is made once a minute, so that a call
 * pays for a comparison, and Directus accepts those of five minutes around its own time. It goes into no log.
 */
export class Proof {
	readonly #key: Buffer | null;
	#slot = -1;
	#headers: Record<string, string> = {};

	/** @param secret null where Directus is not told: its API is open then, or refuses everything */
	constructor(secret: Buffer | null) {
		this.#key = secret && createHmac('sha256', secret).update('portico proof').digest();
	}

	/**
	 * The header that carries it; none without a secret.
	 *
	 * @param now milliseconds since the epoch
	 */
	headers(now: number): Record<string, string> {
		const slot = Math.floor(now / SLOT_MILLISECONDS);
		if (this.#key && slot !== this.#slot) {
			const mac = createHmac('sha256', this.#key).update(String(slot)).digest('base64url');
			this.#headers = { [HEADER]: `${slot}.${mac}` };
			this.#slot = slot;
		}
		return this.#headers;
	}
}
