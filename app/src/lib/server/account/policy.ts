import { policyAnswer } from '@portico/contract/answers.ts';
import { passwordExpression } from '@portico/contract/password-rule.ts';
import { call } from '../directus/transport.ts';
import type { Lengths } from './form-schemas.ts';
import { isGuessable } from './guessable.ts';
import { inWords } from './password-words.ts';

/** How registration and passwords are set in Directus at this moment. */
export type Policy = {
	registration: { open: boolean; verification: boolean };
	password: PasswordRule;
	lengths: Lengths;
};

export type PasswordRule = {
	/** In words, for people. */
	text: string;
	/** What is wrong with a password, in words; null where it will do. */
	objectionTo: (password: string) => string | null;
};

/** What is asked of every password, whatever Directus is set to. */
const OF_OURS = 'Not one that is easily guessed, such as a word or a name.';
const GUESSABLE = 'This password is too easy to guess. Choose another.';

/** Reads the policy afresh: what an admin ticks in Studio counts for the next form. @throws {DirectusFailure} */
export async function read(): Promise<Policy> {
	const { registration, password, lengths } = (await call('/portico/policy', policyAnswer)).data;
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
 * The rule behind the pattern that Directus asks of passwords; null allows everything. Passwords
 * that everybody tries first never do.
 */
export function passwordRule(pattern: string | null): PasswordRule {
	const expression = passwordExpression(pattern);
	const demands = expression
		? inWords(expression.source)
		: 'Any length is accepted; a long one is best.';
	return {
		text: `${demands} ${OF_OURS}`,
		objectionTo: (password) => {
			if (expression?.test(password) === false) return demands;
			return isGuessable(password) ? GUESSABLE : null;
		}
	};
}
