import { APP_ORIGIN } from '$app/env/private';
import { anyAnswer } from '@portico/contract/answers.ts';
import { randomUUID } from 'node:crypto';
import { DirectusFailure, isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import { withReturnPath } from '../session/return-path.ts';
import * as rateLimits from './rate-limits.ts';
import * as policy from './policy.ts';

const TIMEOUT_SECONDS = 15;
/** Directus counts registrations as well, over this time. */
const WINDOW_SECONDS = 60;

export type Person = {
	email: string;
	password: string;
	first_name: string;
	last_name: string;
	/** The version of the terms that the person agrees to; undefined where no consent is required. */
	terms: string;
};

export type Registration =
	/** The account exists; the outcome does not reveal whether it existed before. */
	| { kind: 'registered' }
	/** An email was sent, if the address had no account yet. */
	| { kind: 'mailed' }
	| { kind: 'closed' }
	| { kind: 'weak'; rule: string }
	/** Directus refuses the address as invalid. */
	| { kind: 'not-accepted' }
	/** The address does not match the registration filter in Studio. */
	| { kind: 'not-this-address' }
	| { kind: 'too-many'; waitSeconds: number };

/**
 * Registers a person into the role that Directus gives to newcomers. The password is checked before anything is sent:
 * Directus checks it only for new addresses, and so would reveal which are new. Where addresses are verified, it is chosen
 * with the mailed link instead, which carries the return path.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function register(
	person: Person,
	{ registration, password }: policy.Policy,
	{ visitor, back }: { visitor: Visitor; back: string | null }
): Promise<Registration> {
	if (!registration.open) return { kind: 'closed' };
	const { verification } = registration;
	const problem = verification ? null : password.problemWith(person.password);
	if (problem) return { kind: 'weak', rule: problem };
	const waitSeconds = await rateLimits.countSignUp(visitor.address);
	if (waitSeconds) return { kind: 'too-many', waitSeconds };
	// earlier emails are still valid, and their number is not revealed
	if (verification && !(await rateLimits.mayMail(person.email))) return { kind: 'mailed' };

	const { email, first_name, last_name, terms } = person;
	const body = {
		// Directus compares in lower case; SQLite's lower() leaves Ä and Ü in stored addresses as they are
		email: email.toLowerCase(),
		...(first_name && { first_name }),
		...(last_name && { last_name }),
		...(terms && { terms_version: terms }),
		...(verification
			? {
					password: randomPassword(),
					verification_url: withReturnPath(`${APP_ORIGIN}/verify-email`, back)
				}
			: { password: person.password })
	};
	try {
		await call(
			{ path: '/users/register', answer: anyAnswer },
			{ method: 'POST', body, visitor, timeoutSeconds: TIMEOUT_SECONDS }
		);
	} catch (error) {
		// two concurrent registrations with one address: the other one was first
		if (!isFailure(error, 'RECORD_NOT_UNIQUE')) return await refused(error);
	}
	return { kind: verification ? 'mailed' : 'registered' };
}

async function refused(error: unknown): Promise<Registration> {
	if (error instanceof DirectusFailure && error.status === 429) {
		return { kind: 'too-many', waitSeconds: WINDOW_SECONDS };
	}
	if (isFailure(error, 'FORBIDDEN')) {
		// registration was closed a moment ago, or the filter refused: Directus checks both before it looks for an account
		const { open } = (await policy.read()).registration;
		return { kind: open ? 'not-this-address' : 'closed' };
	}
	if (isFailure(error, 'FAILED_VALIDATION', 'INVALID_PAYLOAD')) return { kind: 'not-accepted' };
	throw error;
}

/** A random password that is never shown to anyone; long and mixed enough for the usual rules. */
function randomPassword(): string {
	return `Aa1!${randomUUID()}`;
}
