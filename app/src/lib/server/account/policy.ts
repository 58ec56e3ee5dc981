import * as v from 'valibot';
import { unavailable } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import { isGuessable } from './guessable.ts';

const answerSchema = v.object({
	data: v.object({
		registration: v.object({ open: v.boolean(), verification: v.boolean() }),
		password: v.object({ pattern: v.nullable(v.string()) })
	})
});

/** How registration and passwords are set in Directus at this moment. */
export type Policy = {
	registration: { open: boolean; verification: boolean };
	password: PasswordRule;
};

export type PasswordRule = {
	/** In words, for people. */
	text: string;
	/** What is wrong with a password, in words; null where it will do. */
	objectionTo: (password: string) => string | null;
};

const GUESSABLE = 'This password is among the first that are guessed. Choose another.';

/** Reads the policy afresh: what an admin ticks in Studio counts for the next form. @throws {DirectusFailure} */
export async function read(): Promise<Policy> {
	const parsed = v.safeParse(answerSchema, await call('/portico/policy'));
	if (!parsed.success) throw unavailable(null);
	const { registration, password } = parsed.output.data;
	return { registration, password: passwordRule(password.pattern) };
}

/**
 * The rule behind Directus' `auth_password_policy`, a regular expression in slashes; null allows everything. Passwords
 * that everybody tries first never do.
 */
export function passwordRule(pattern: string | null): PasswordRule {
	const expression = pattern ? expressionOf(pattern) : null;
	const text = expression
		? inWords(expression.source)
		: 'Any password is accepted; a long one is best.';
	return {
		text,
		objectionTo: (password) => {
			if (expression?.test(password) === false) return text;
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

/** Says what the usual expressions ask for: a length, and the kinds of characters Studio's strong rule wants. */
function inWords(source: string): string {
	const [, least, most] = /\{(\d+),(\d*)\}/.exec(source) ?? [];
	if (!least) return 'Use a password that fits the rule of this site.';
	const length = most ? `${least} to ${most} characters` : `At least ${least} characters`;
	const kinds = [
		source.includes('\\d') && 'a digit',
		source.includes('[a-z]') && 'a small letter',
		source.includes('[A-Z]') && 'a capital letter',
		/\[[^\]]*[!@#$%^&*][^\]]*\]/.test(source) && 'a special character'
	].filter((kind) => kind !== false);
	if (kinds.length === 0) return `${length}.`;
	return `${length}, with ${new Intl.ListFormat('en').format(kinds)}.`;
}
