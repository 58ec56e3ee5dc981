import { merge, type Change } from './change.ts';

/** Changes that come together are told together. */
const GATHERED_MILLISECONDS = 20;

/**
 * Directus tells some changes too early: a role's removal before it is committed, a new password before the sessions
 * end. Who asks in between learns what was, so every change is told once more.
 */
const REPEATED_MILLISECONDS = 500;

/** Gathers changes and passes them on, each twice. */
export class Announcer {
	readonly #send: (change: Change) => void;
	#gathered: Change | null = null;

	constructor(send: (change: Change) => void) {
		this.#send = send;
	}

	/** Returns at once: a change does not wait until subscribers have been told. */
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
