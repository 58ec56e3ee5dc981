import { expect, test } from 'vitest';
import { isCommon } from './common-passwords.ts';

test.each([
	'password',
	'Password1',
	'P@ssw0rd!',
	'passwordpassword',
	'qwertyuiop',
	'Qwerty123',
	'1q2w3e4r',
	'1qaz2wsx',
	'zxcvbnm,',
	'12345678',
	'87654321',
	'19851231',
	'11111111',
	'abcdefgh',
	'abcabcabc',
	'aaaaaaaa',
	'iloveyou',
	'!!Welcome2026!!',
	'letmein1',
	'trustno1',
	'Summer2026',
	'Portico1'
])('L07 %s is guessed among the first', (password) => {
	expect(isCommon(password)).toBe(true);
});

test.each([
	'long enough',
	'a new password',
	'of the owner',
	'correct horse battery staple',
	'pässwörd 🚪 “quoted”',
	'Tr0ub4dor&3',
	'31415926535897',
	'🚪🪟🏛️🌿🚪🪟🏛️🪴',
	'sommer im porch',
	''
])('%j is not', (password) => {
	expect(isCommon(password)).toBe(false);
});
