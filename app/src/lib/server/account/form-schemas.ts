import { MAX_TOKEN_LENGTH } from '@portico/contract/answers.ts';
import { LANGUAGES } from '@portico/contract/languages.ts';
import * as m from '@portico/contract/messages.ts';
import { PROFILE_FIELDS, type ProfileField } from '@portico/contract/profile.ts';
import * as v from 'valibot';
import { KEPT } from '../forms/kept-form.ts';

const VISIBLE_LINE = /^\P{Cc}*$/u;
const VISIBLE_LINES = /^(?:\P{Cc}|\n)*$/u;
const VISIBLE = v.regex(VISIBLE_LINE, () => m.form_invisible());

/** Longer than any model stores; a sign-in does not look up the exact limit. */
const MAX_ADDRESS_LENGTH = 1000;

/** As long as Directus keeps them, in characters. */
export type Lengths = { email: number; first_name: number; last_name: number };

/** Directus validates the format of an address; this schema only requires visible text of limited length. */
function email(maxLength = MAX_ADDRESS_LENGTH) {
	return v.pipe(
		v.string(() => m.form_enterEmail()),
		v.trim(),
		v.nonEmpty(() => m.form_enterEmail()),
		v.check(
			(text) => [...text].length <= maxLength,
			() => m.form_tooLong({ most: maxLength })
		),
		VISIBLE
	);
}

// a password is taken as it was typed: no trimming, any characters
const password = v.pipe(
	v.string(() => m.form_enterPassword()),
	v.nonEmpty(() => m.form_enterPassword()),
	v.maxLength(1024, () => m.form_passwordTooLong())
);

function name(maxLength: number) {
	return v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.check(
			(text) => [...text].length <= maxLength,
			() => m.form_tooLong({ most: maxLength })
		),
		VISIBLE
	);
}

const otp = v.pipe(
	v.optional(v.string(), ''),
	v.transform((code) => code.replaceAll(/\s/g, '')),
	v.regex(/^\d*$/, () => m.form_codeDigitsOnly()),
	v.maxLength(10, () => m.form_codeTooLong())
);

/** A sealed form; only one that this app sealed can be opened. */
const kept = v.optional(v.string(), '');

/** Whether the form comes from the page, which leaves a cookie. */
const cookieTest = v.optional(v.string(), '');

export const signInForm = v.object({
	email: email(),
	password,
	otp,
	[KEPT]: kept,
	cookie_test: cookieTest
});
/** A new account, with as much as Directus keeps of it. */
export const signUpForm = (lengths: Lengths) =>
	v.object({
		email: email(lengths.email),
		password,
		first_name: name(lengths.first_name),
		last_name: name(lengths.last_name),
		/** The version of the terms that the person agrees to. */
		terms: v.optional(v.string(), ''),
		cookie_test: cookieTest
	});
/** Where addresses are verified, the password is chosen with the mailed link. */
export const signUpByMailForm = (lengths: Lengths) =>
	v.object({
		...signUpForm(lengths).entries,
		password: v.pipe(
			v.optional(v.string(), ''),
			v.transform(() => '')
		)
	});
export const forgotPasswordForm = v.object({ email: email() });
/** For the links in mails: a new password, and the token that allows it. */
export const newPasswordForm = v.object({
	// not a field that a person fills in: an error is reported for the link
	token: v.pipe(
		v.optional(v.string(), ''),
		v.transform((token) => token.slice(0, MAX_TOKEN_LENGTH))
	),
	password
});

/** A field of profile.ts: null removes the value, undefined leaves it as it is. */
function profileField({ kind, maxLength, normalize, fault }: ProfileField) {
	const normalized = (text: string) => (normalize ? normalize(text) : text);
	return v.optional(
		v.pipe(
			v.string(),
			v.transform((text) => normalized(text.replaceAll('\r\n', '\n').trim())),
			v.check(
				(text) => [...text].length <= maxLength,
				() => m.form_tooLong({ most: maxLength })
			),
			v.check(
				(text) => (kind === 'text' ? VISIBLE_LINES : VISIBLE_LINE).test(text),
				() => m.form_invisible()
			),
			v.rawCheck(({ dataset, addIssue }) => {
				if (!dataset.typed || dataset.value === '') return;
				const key = fault?.(dataset.value, new Date()) ?? null;
				if (key !== null) addIssue({ message: m[key]() });
			}),
			v.transform((text) => (text === '' ? null : text))
		)
	);
}

/** The form of the profile, with the fields of profile.ts that Directus has. */
export const profileForm = (lengths: Lengths, known: string[]) =>
	v.object({
		...(Object.fromEntries(
			PROFILE_FIELDS.filter(({ name }) => known.includes(name)).map((field) => [
				field.name,
				profileField(field)
			])
		) as Record<string, ReturnType<typeof profileField>>),
		first_name: name(lengths.first_name),
		last_name: name(lengths.last_name),
		/** Null removes the setting; undefined, also for a language that is gone, leaves it as it is. */
		language: v.pipe(
			v.optional(v.string()),
			v.transform((text) => (text === '' ? null : LANGUAGES.find((one) => one === text)))
		)
	});
