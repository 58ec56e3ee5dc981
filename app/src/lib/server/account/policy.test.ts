import { describe, expect, test } from 'vitest';
import { passwordRule } from './policy.ts';

describe('passwordRule', () => {
	test('allows everything where Directus has no rule', () => {
		expect(passwordRule(null).problemWith('anything goes')).toBeNull();
	});

	test.each([
		['/^.{8,}$/', 'At least 8 characters.'],
		['/^[\\s\\S]{8,128}$/', '8 to 128 characters.'],
		// the strong one that Studio offers
		[
			"/(?=^.{8,}$)(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\\s).*$/",
			"At least 8 characters, with a digit, a lowercase letter, an uppercase letter, and a special character (! @ # $ % ^ & * ( ) _ + } { ' ; ? > . < ,). No spaces."
		],
		[
			'/^(?=.*[a-z])(?=.*[A-Z]).{12,}$/',
			'At least 12 characters, with a lowercase letter and an uppercase letter.'
		],
		[
			'/^(?=.*[A-Za-z])(?=.*\\d)[A-Za-z\\d@!-]{10,}$/',
			'At least 10 characters, with a letter and a digit. Allowed are letters (a to z, A to Z), digits, and these: @ ! - only.'
		],
		['/^\\d{6}$/', 'Exactly 6 characters. Allowed are digits only.'],
		['/^[0-9]{6}$/', 'Exactly 6 characters. Allowed are digits only.'],
		[
			'/^(?=.*[\\W\\d]).{8,}$/',
			'A password must fit the rule of this site, which is this regular expression: ^(?=.*[\\W\\d]).{8,}$'
		],
		[
			'/^correct horse$/',
			'A password must fit the rule of this site, which is this regular expression: ^correct horse$'
		],
		[
			`/^${'a'.repeat(500)}$/`,
			'A password must fit the rule of this site. Ask the people who run it what that is.'
		]
	])('describes every requirement of %s', (pattern, text) => {
		expect(passwordRule(pattern).text).toBe(
			`${text} Not one that is easily guessed, such as a word or a name.`
		);
	});

	test('L07 accepts and refuses the same passwords as Directus', () => {
		const rule = passwordRule('/^[\\s\\S]{8,128}$/');
		expect(rule.problemWith('seven 7')).toBe('8 to 128 characters.');
		expect(rule.problemWith('eight  8')).toBeNull();
		expect(rule.problemWith(`ä – ${'long '.repeat(24)}word`)).toBeNull();
		expect(rule.problemWith(`ä – ${'long '.repeat(24)}words`)).toBe('8 to 128 characters.');
	});

	test.each([null, '/^.{8,128}$/'])(
		'L07 refuses commonly guessed passwords, with %j',
		(pattern) => {
			expect(passwordRule(pattern).problemWith('Password1')).toContain('too easy to guess');
		}
	);

	test('leaves a rule that cannot be read to Directus', () => {
		expect(passwordRule('/^([/').problemWith('anything goes')).toBeNull();
	});
});
