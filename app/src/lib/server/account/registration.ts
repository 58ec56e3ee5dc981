import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import * as limits from './limits.ts';
import * as policy from './policy.ts';

const TIMEOUT_SECONDS = 15;

export type Registration =
	/** The account is there, or was there before: which of them is not told. */
	| { kind: 'registered' }
	/** A mail is on its way, if the address had no account yet. */
	| { kind: 'mailed' }
	| { kind: 'closed' }
	| { kind: 'weak'; rule: string }
	| { kind: 'too-many'; waitSeconds: number };

/**
 * Registers a person into the role that Directus gives to newcomers. The password is checked before anything is sent:
 * Directus judges it only for new addresses, and so would tell which are new.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function register(
	person: { email: string; password: string; first_name: string; last_name: string },
	visitor: Visitor
): Promise<Registration> {
	const { registration, password } = await policy.read();
	if (!registration.open) return { kind: 'closed' };
	if (!password.allows(person.password)) return { kind: 'weak', rule: password.text };

	const waitSeconds = await limits.countSignUp(visitor.address);
	if (waitSeconds) return { kind: 'too-many', waitSeconds };

	const { first_name, last_name, ...credentials } = person;
	const names = { ...(first_name && { first_name }), ...(last_name && { last_name }) };
	try {
		const body = { ...credentials, ...names };
		await call('/users/register', {
			method: 'POST',
			body,
			visitor,
			timeoutSeconds: TIMEOUT_SECONDS
		});
	} catch (error) {
		// two at once with one address: the other one was first
		if (!isFailure(error, 'RECORD_NOT_UNIQUE')) throw error;
	}
	return { kind: registration.verification ? 'mailed' : 'registered' };
}
