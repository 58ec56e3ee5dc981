import type { FailureCode } from '@portico/contract/failure-codes.ts';

/** Reason of a failure: a refusal by its code, another refusal, or no valid response. */
export type Code = FailureCode | 'OTHER' | 'UNAVAILABLE';

/** An error as Directus answers it. */
export type DirectusError = {
	message: string;
	extensions: { code: string } & Record<string, unknown>;
};

/** A call to Directus that failed. */
export class DirectusFailure extends Error {
	override name = 'DirectusFailure';

	/** What Directus said, where the caller of the site speaks its language; empty where it gave no answer. */
	readonly errors: readonly DirectusError[];

	constructor(
		readonly code: Code,
		readonly status: number | null,
		{ errors = [], ...options }: ErrorOptions & { errors?: readonly DirectusError[] } = {}
	) {
		// the code in Directus' own words, for the log
		const said = errors[0]?.extensions.code ?? code;
		super(`Directus: ${said}${status ? ` (${status})` : ''}`, options);
		this.errors = errors;
	}

	/** Directus did not respond, or its response says nothing about the permissions of the asker. */
	get unavailable(): boolean {
		return this.code === 'UNAVAILABLE';
	}
}

/** Directus gave no answer to rely on: a timeout, a refused connection, a 429, a 5xx, or something that is not its JSON. */
export function unavailable(status: number | null, cause?: unknown): DirectusFailure {
	return new DirectusFailure('UNAVAILABLE', status, { cause });
}

/** Whether an error is a failure with one of these codes. */
export function isFailure(error: unknown, ...codes: Code[]): error is DirectusFailure {
	return error instanceof DirectusFailure && codes.includes(error.code);
}
