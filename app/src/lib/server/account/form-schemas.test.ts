import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { expectLinear } from '../../../../../test/support/growth.ts';
import { forgotPasswordForm, newPasswordForm, signInForm, signUpForm } from './form-schemas.ts';

const LENGTHS = { email: 255, first_name: 50, last_name: 50 };

describe('D33 reading a form takes twice as long for twice as much of', () => {
	test.each(['a', 'a.', 'a-', 'a+', '@', 'a@a', 'a@a.', ' ', '1', '1 ', '\0', 'é'])(
		'%j in each field',
		(part) => {
			expectLinear((times) => {
				const text = part.repeat(times);
				for (const email of [text, `${text}!`, `a@${text}`, `a@${text}!`]) {
					v.safeParse(signInForm, { email, password: text, otp: text });
					v.safeParse(signUpForm(LENGTHS), {
						email,
						password: text,
						first_name: text,
						last_name: text
					});
				}
				v.safeParse(newPasswordForm, { token: text, password: text });
			});
		}
	);
});

test.each([
	"o'brien@example.com",
	'r&d@example.com',
	'müller@example.com',
	'ada@xn--mller-kva.example',
	'ada@a--b.example',
	'"ada lovelace"@example.com',
	'ada@[192.0.2.1]',
	'ada@localhost'
])('%s is an address to sign in, join and recover with, as far as the site can tell', (email) => {
	const password = 'long enough';
	for (const form of [signInForm, signUpForm(LENGTHS), forgotPasswordForm]) {
		expect(v.safeParse(form, { email, password })).toMatchObject({
			success: true,
			output: { email }
		});
	}
});

test.each(['', '  ', 'ada\0@example.com', 'ada\n@example.com', `${'a'.repeat(1001)}`])(
	'%j is not accepted as an address',
	(email) => {
		for (const form of [signInForm, signUpForm(LENGTHS), forgotPasswordForm]) {
			expect(v.safeParse(form, { email, password: 'x' }).success).toBe(false);
		}
	}
);

test('an account is made with texts up to the lengths of the model, and none longer', () => {
	const person = (length: number) => ({
		email: 'ä'.repeat(length),
		password: 'long enough',
		first_name: '🚪'.repeat(length),
		last_name: ''
	});
	const form = signUpForm({ email: 7, first_name: 7, last_name: 7 });
	expect(v.safeParse(form, person(7)).success).toBe(true);
	const { issues = [] } = v.safeParse(form, person(8));
	expect(issues.map(({ message }) => message)).toEqual([
		'This is too long: 7 characters at most.',
		'This is too long: 7 characters at most.'
	]);
});
