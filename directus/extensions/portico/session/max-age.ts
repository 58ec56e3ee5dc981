import { fallbackOf } from '@portico/contract/environment-variables.ts';
import { secondsOf } from '../lifetime.ts';

/**
 * Reads SESSION_MAX_AGE: how long a session of the site lasts, however much it is used (OWASP ASVS 7.3.2).
 *
 * @returns seconds
 * @throws with the name of the variable where it is no duration
 */
export function maxAgeSeconds(env: Record<string, unknown>): number {
	const value = env['SESSION_MAX_AGE'] || fallbackOf('SESSION_MAX_AGE');
	const seconds = read(value);
	if (!(seconds >= 1)) {
		throw new Error(`SESSION_MAX_AGE must be a duration such as 90d, not ${JSON.stringify(value)}`);
	}
	return seconds;
}

function read(value: unknown): number {
	// Directus converts numeric texts to numbers: 90 could be days or milliseconds
	if (typeof value !== 'string') return Number.NaN;
	try {
		return secondsOf(value);
	} catch {
		return Number.NaN;
	}
}
