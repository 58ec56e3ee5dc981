import * as v from 'valibot';
import { describe, test } from 'vitest';
import { expectLinear } from '../../../../../test/growth.ts';
import { newPasswordForm, signInForm, signUpForm } from './forms.ts';

describe('D33 reading a form takes twice as long for twice as much of', () => {
	test.each(['a', 'a.', 'a-', 'a+', '@', 'a@a', 'a@a.', ' ', '1', '1 ', '\0', 'é'])(
		'%j in each field',
		(part) => {
			expectLinear((times) => {
				const text = part.repeat(times);
				for (const email of [text, `${text}!`, `a@${text}`, `a@${text}!`]) {
					v.safeParse(signInForm, { email, password: text, otp: text });
					v.safeParse(signUpForm, { email, password: text, first_name: text, last_name: text });
				}
				v.safeParse(newPasswordForm, { token: text, password: text });
			});
		}
	);
});
