import { fallbackOf } from './environment-variables.ts';

/** The time in which attempts are counted. */
export const LIMIT_WINDOW_SECONDS = 60;

/** Emails per account in MAILS_WINDOW_SECONDS; each link stays valid, so more are not needed. */
export const MAILS_PER_ACCOUNT = 3;
export const MAILS_WINDOW_SECONDS = 15 * 60;

/** Characters of an email address: RFC 5321, 4.5.3.1.3 allows a path of 256 with its brackets. */
export const MAX_EMAIL_LENGTH = 254;

/**
 * The value of a variable that limits attempts.
 *
 * @param value a text, or the number that Directus made of it
 * @throws with the reason, without the name of the variable
 */
export function readLimit(
	name: 'RATE_LIMIT_PER_ADDRESS' | 'RATE_LIMIT_PER_ACCOUNT' | 'RATE_LIMIT_SIGNUP',
	value: unknown
): number {
	const given = value === undefined || value === '' ? fallbackOf(name) : value;
	const number = typeof given === 'string' ? Number(given) : given;
	if (typeof number !== 'number' || !Number.isInteger(number) || number < 1) {
		throw new Error(`must be a whole number from 1, not ${JSON.stringify(given)}`);
	}
	return number;
}
