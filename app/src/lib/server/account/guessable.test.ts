import { expect, test } from 'vitest';
import { isGuessable } from './guessable.ts';

test.each([
	'password',
	'P@ssw0rd!',
	'passwordpassword',
	'qwertyuiop',
	'1q2w3e4r',
	'12345678',
	'19851231',
	'abcabcabc',
	'aaaaaaaa',
	'trustno1',
	'Summer2026',
	'x'.repeat(128)
])('L07 the password %s is guessable', (password) => {
	expect(isGuessable(password)).toBe(true);
});

test.each([
	'long enough',
	'a new password',
	'correct horse battery staple',
	'pässwörd 🚪 “quoted”',
	'Tr0ub4dor&3',
	'🚪🪟🏛️🌿🚪🪟🏛️🪴'
])('the password %s is not guessable', (password) => {
	expect(isGuessable(password)).toBe(false);
});
