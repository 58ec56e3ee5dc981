import { merge, type Change } from './change.ts';

/** Changes within this time are sent in one message. */
const GATHERED_MILLISECONDS = 20;

/**
 * Directus reports some changes too early: a role's removal before it is committed, a new password before the sessions
 * end. A read in between gets the old state, so every change is sent a second time.
 */
const REPEATED_MILLISECONDS = 500;

/** Batches changes and sends each of them twice. */
export class Announcer {
	readonly #send: (change: Change) => void;
	#gathered: Change | null = null;

	constructor(send: (change: Change) => void) {
		this.#send = send;
	}

	/** Returns at once: a change does not wait for its delivery. */
	announce(change: Change): void {
		if (!this.#gathered) setTimeout(() => this.#pass(), GATHERED_MILLISECONDS);
		this.#gathered = this.#gathered ? merge(this.#gathered, change) : change;
	}

	#pass(): void {
		const change = this.#gathered;
		if (!change) return;
		this.#gathered = null;
		this.#send(change);
		setTimeout(() => this.#send(change), REPEATED_MILLISECONDS);
	}
}
