/** What went wrong with Directus, in a stable code: its own, or UNAVAILABLE where it gave no answer to rely on. */
export class DirectusFailure extends Error {
	override name = 'DirectusFailure';

	constructor(
		readonly code: string,
		readonly status: number | null,
		options?: ErrorOptions
	) {
		super(`Directus: ${code}${status ? ` (${status})` : ''}`, options);
	}

	/** Directus did not answer, or not in a way that says anything about the person who asked. */
	get unavailable(): boolean {
		return this.code === 'UNAVAILABLE';
	}
}

/** Directus gave no answer to rely on: a timeout, a refused connection, a 429, a 5xx, or something that is not its JSON. */
export function unavailable(status: number | null, cause?: unknown): DirectusFailure {
	return new DirectusFailure('UNAVAILABLE', status, { cause });
}

/** Whether an error is a failure with one of these codes. */
export function isFailure(error: unknown, ...codes: string[]): error is DirectusFailure {
	return error instanceof DirectusFailure && codes.includes(error.code);
}
