/**
 * Loads that concurrent callers of the same key share. lru-cache's own `fetch` would do for a single key, but it does not
 * list the loads that are under way, and an invalidation by person has to disown all of them: only their answers tell
 * whose they are.
 */
export class InFlight<T> {
	readonly #works = new Map<string, Promise<T>>();

	/** The work under way for this key, or one that starts now; `keep` gets the result unless it was disowned meanwhile. */
	share(key: string, work: () => Promise<T>, keep?: (result: T) => void): Promise<T> {
		const underWay = this.#works.get(key);
		if (underWay) return underWay;

		const isOwned = () => this.#works.get(key) === started;
		const started = work()
			.then((result) => {
				if (isOwned()) keep?.(result);
				return result;
			})
			.finally(() => {
				if (isOwned()) this.#works.delete(key);
			});
		this.#works.set(key, started);
		return started;
	}

	/** Callers that wait get their result, but it is not kept, and the next call starts anew. */
	disown(): void {
		this.#works.clear();
	}
}
