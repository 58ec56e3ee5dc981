import { createHmac } from 'node:crypto';

const HEADER = 'x-portico-proof';
const SLOT_MILLISECONDS = 60_000;

/**
 * Shows Directus, whose API is closed to strangers, that a call comes from the app: the number of the minute, and an
 * HMAC-SHA256 over it under a key that is derived from PORTICO_EVENTS_SECRET. It is made once a minute, so that a call
 * pays for a comparison, and Directus accepts those of five minutes around its own time. It goes into no log.
 */
export class Proof {
	readonly #keys: Buffer[];
	#slot = -1;
	#headers: Record<string, string> = {};

	/** @param secrets two while one replaces the other, so that Directus may learn of it before or after the app */
	constructor(secrets: Buffer[]) {
		this.#keys = secrets.map((secret) =>
			createHmac('sha256', secret).update('portico proof').digest()
		);
	}

	/**
	 * The header that carries it; none without a secret.
	 *
	 * @param now milliseconds since the epoch
	 */
	headers(now: number): Record<string, string> {
		const slot = Math.floor(now / SLOT_MILLISECONDS);
		if (this.#keys.length > 0 && slot !== this.#slot) {
			const macs = this.#keys.map((key) =>
				createHmac('sha256', key).update(String(slot)).digest('base64url')
			);
			this.#headers = { [HEADER]: [slot, ...macs].join('.') };
			this.#slot = slot;
		}
		return this.#headers;
	}
}
