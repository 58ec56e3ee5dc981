import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import * as m from '@portico/contract/messages.ts';
import { passwordExpression } from '@portico/contract/password-rule.ts';
import { call } from '../directus/transport.ts';
import type { Lengths } from './form-schemas.ts';
import { isGuessable } from './guessable.ts';
import { inWords } from './password-words.ts';

/** Current settings of Directus for registration and passwords. */
export type Policy = {
	registration: { open: boolean; verification: boolean };
	password: PasswordRule;
	lengths: Lengths;
};

export type PasswordRule = {
	/** In words, for people. */
	text: string;
	/** The error message for a password; null where it is acceptable. */
	problemWith: (password: string) => string | null;
};

/** Reads the policy uncached: a change in Studio applies to the next form. @throws {DirectusFailure} */
export async function read(): Promise<Policy> {
	const { registration, password, lengths } = (await call(ENDPOINTS.policy)).data;
	return {
		registration,
		password: passwordRule(password.pattern),
		lengths: {
			email: lengths.email ?? Infinity,
			first_name: lengths.first_name ?? Infinity,
			last_name: lengths.last_name ?? Infinity
		}
	};
}

/**
 * The rule for the password pattern of Directus; null allows everything. Commonly guessed passwords
 * are always refused.
 */
export function passwordRule(pattern: string | null): PasswordRule {
	const expression = passwordExpression(pattern);
	const demands = expression ? inWords(expression.source) : m.passwordRule_anyAccepted();
	return {
		// the second is required of every password, independent of the settings of Directus
		text: `${demands} ${m.passwordRule_easilyGuessed()}`,
		problemWith: (password) => {
			if (expression?.test(password) === false) return demands;
			return isGuessable(password) ? m.passwordRule_guessable() : null;
		}
	};
}
