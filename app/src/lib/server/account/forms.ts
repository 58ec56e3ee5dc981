import * as v from 'valibot';

const MAX_TOKEN_LENGTH = 4096;

const email = v.pipe(
	v.string('Enter your e-mail address.'),
	v.trim(),
	v.nonEmpty('Enter your e-mail address.'),
	v.maxLength(254, 'This address is too long.'),
	v.email('This does not look like an e-mail address.')
);

// a password is taken as it was typed: no trimming, any characters
const password = v.pipe(
	v.string('Enter your password.'),
	v.nonEmpty('Enter your password.'),
	v.maxLength(1024, 'This password is too long.')
);

const name = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	// as long as Directus keeps one
	v.check((text) => [...text].length <= 50, 'This is too long: 50 characters at most.'),
	v.regex(/^\P{Cc}*$/u, 'This has characters that cannot be seen.')
);

const otp = v.pipe(
	v.optional(v.string(), ''),
	v.transform((code) => code.replaceAll(/\s/g, '')),
	v.regex(/^\d*$/, 'The code has digits only.'),
	v.maxLength(10, 'This code is too long.')
);

export const signInForm = v.object({ email, password, otp });
export const signUpForm = v.object({ email, password, first_name: name, last_name: name });
/** Where addresses are verified, the password is chosen with the mailed link. */
export const signUpByMailForm = v.object({
	...signUpForm.entries,
	password: v.pipe(
		v.optional(v.string(), ''),
		v.transform(() => '')
	)
});
export const forgotPasswordForm = v.object({ email });
/** For the links in mails: a new password, and the token that allows it. */
export const newPasswordForm = v.object({
	// no field that a person fills in: what is wrong with it is said of the link
	token: v.pipe(
		v.optional(v.string(), ''),
		v.transform((token) => token.slice(0, MAX_TOKEN_LENGTH))
	),
	password
});
export const profileForm = v.object({ first_name: name, last_name: name });
