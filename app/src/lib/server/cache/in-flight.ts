/**
 * Loads that concurrent callers of the same key share. lru-cache's own `fetch` would do for a single key, but it does not
 * list the loads in flight, and an invalidation by person has to invalidate all of them: only their
 * answers say whose they are.
 */
export class InFlight<T> {
	readonly #works = new Map<string, Promise<T>>();

	/** The work in flight for this key, or one that starts now; `keep` gets the result unless it was invalidated meanwhile. */
	share(key: string, work: () => Promise<T>, keep?: (result: T) => void): Promise<T> {
		const inFlight = this.#works.get(key);
		if (inFlight) return inFlight;

		const isValid = () => this.#works.get(key) === started;
		const started = work()
			.then((result) => {
				if (isValid()) keep?.(result);
				return result;
			})
			.finally(() => {
				if (isValid()) this.#works.delete(key);
			});
		this.#works.set(key, started);
		return started;
	}

	/** Callers that wait get their result, but it is not kept, and the next call starts anew. By default of all keys. */
	invalidate(isAffected: (key: string) => boolean = () => true): void {
		for (const key of this.#works.keys()) if (isAffected(key)) this.#works.delete(key);
	}
}
