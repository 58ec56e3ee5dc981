/**
 * `must`: something does not work, or a person can do what they must not. `should`: it works, and could be better.
 * `unknown`: could not be looked at from here.
 */
export type Severity = 'ok' | 'should' | 'must' | 'unknown';

/** Result of one check of an installation. */
export interface Finding {
	/** Stays the same from release to release, so that scripts can go by it. */
	id: string;
	severity: Severity;
	/** One sentence. */
	what: string;
	why: string | null;
	fix: string | null;
}

/** A fault, its consequence and its fix. */
interface Complaint {
	what: string;
	why: string;
	fix: string;
}

/** It is as it has to be. */
export function ok(id: string, what: string): Finding {
	return { id, severity: 'ok', what, why: null, fix: null };
}

/** It works, and could be better. */
export function should(id: string, complaint: Complaint): Finding {
	return { id, severity: 'should', ...complaint };
}

/** It has to be put right. */
export function must(id: string, complaint: Complaint): Finding {
	return { id, severity: 'must', ...complaint };
}

/** It could not be looked at. */
export function unknown(id: string, what: string, fix: string | null = null): Finding {
	return { id, severity: 'unknown', what, why: null, fix };
}
