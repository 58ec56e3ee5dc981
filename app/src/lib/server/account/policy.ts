import * as v from 'valibot';
import { unavailable } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Lengths } from './forms.ts';
import { isGuessable } from './guessable.ts';
import { inWords } from './password-words.ts';

const length = v.pipe(
	v.nullable(v.number()),
	v.transform((characters) => characters ?? Infinity)
);
const answerSchema = v.object({
	data: v.object({
		lengths: v.object({ email: length, first_name: length, last_name: length }),
		registration: v.object({ open: v.boolean(), verification: v.boolean() }),
		password: v.object({ pattern: v.nullable(v.string()) })
	})
});

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
	const parsed = v.safeParse(answerSchema, await call('/portico/policy'));
	if (!parsed.success) throw unavailable(null);
	const { registration, password, lengths } = parsed.output.data;
	return { registration, password: passwordRule(password.pattern), lengths };
}

/**
 * The rule behind Directus' `auth_password_policy`, a regular expression in slashes; null allows everything. Passwords
 * that everybody tries first never do.
 */
export function passwordRule(pattern: string | null): PasswordRule {
	const expression = pattern ? expressionOf(pattern) : null;
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

function expressionOf(pattern: string): RegExp | null {
	const source = /^\/(.*)\/\w*$/s.exec(pattern)?.[1] ?? pattern;
	try {
		return new RegExp(source);
	} catch {
		// an expression that cannot be read is Directus' to judge
		return null;
	}
}
