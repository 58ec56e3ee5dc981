/** Somebody's tries are kept apart from others' by a key of bounded length. */
const MOST_KEYS = 100_000;

/** How long to wait, in milliseconds; 0 where it was not too much. */
type Wait = number;

/** Counts by key how often something happened since it first did, and begins anew when the window is over. */
export class Counter {
	readonly points: number;
	readonly #windowMilliseconds: number;
	readonly #now: () => number;
	/** All windows are of the same length, so the first in here is the first to end. */
	readonly #windows = new Map<string, { count: number; endsAt: number }>();

	constructor(points: number, windowMilliseconds: number, now: () => number = Date.now) {
		this.points = points;
		this.#windowMilliseconds = windowMilliseconds;
		this.#now = now;
	}

	/** Counts one, unless there were as many as there may be. */
	take(key: string): Wait {
		const now = this.#now();
		this.#makeRoom(now);
		const window = this.#windows.get(key);
		if (!window) {
			this.#windows.set(key, { count: 1, endsAt: now + this.#windowMilliseconds });
			return 0;
		}
		if (window.count >= this.points) return window.endsAt - now;
		window.count++;
		return 0;
	}

	/** Takes one back that turned out not to count. */
	giveBack(key: string): void {
		const window = this.#windows.get(key);
		if (window && window.count > 0) window.count--;
	}

	#makeRoom(now: number): void {
		for (const [key, { endsAt }] of this.#windows) {
			if (endsAt > now && this.#windows.size < MOST_KEYS) return;
			this.#windows.delete(key);
		}
	}
}
