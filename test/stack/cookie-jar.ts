/** Cookies as a browser keeps them: until they are replaced, removed, or out of date. */
export class CookieJar {
	readonly #cookies = new Map<string, { value: string; expiresAt: number }>();

	/** Takes over what the `Set-Cookie` headers of an answer say; returns the names of those that it removes. */
	apply(headers: string[], now = Date.now()): string[] {
		const removed: string[] = [];
		for (const header of headers) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
			const [, seconds] = /; *max-age=(-?\d+)/i.exec(header) ?? [];
			const expiresAt = seconds === undefined ? Infinity : now + Number(seconds) * 1000;
			if (expiresAt > now) this.#cookies.set(name, { value, expiresAt });
			else if (this.#cookies.delete(name)) removed.push(name);
		}
		return removed;
	}

	/** The `Cookie` header of a request. */
	header(now = Date.now()): string {
		return [...this.#cookies]
			.filter(([, { expiresAt }]) => expiresAt > now)
			.map(([name, { value }]) => `${name}=${value}`)
			.join('; ');
	}
}
