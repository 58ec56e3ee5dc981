import { describe, expect, test } from 'vitest';
import { passwordRule } from './policy.ts';

describe('passwordRule', () => {
	test('allows everything where Directus has no rule', () => {
		expect(passwordRule(null).objectionTo('anything goes')).toBeNull();
	});

	test.each([
		['/^.{8,}$/', 'At least 8 characters.'],
		['/^[\\s\\S]{8,128}$/', '8 to 128 characters.'],
		[
			"/(?=^.{8,}$)(?=.*\\d)(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\\s).*$/",
			'At least 8 characters, with a digit and a special character.'
		],
		[
			'/^(?=.*[a-z])(?=.*[A-Z]).{12,}$/',
			'At least 12 characters, with a small letter and a capital letter.'
		],
		['/^correct horse$/', 'Use a password that fits the rule of this site.']
	])('says what %s asks for', (pattern, text) => {
		expect(passwordRule(pattern).text).toBe(text);
	});

	test('L07 judges as Directus does', () => {
		const rule = passwordRule('/^[\\s\\S]{8,128}$/');
		expect(rule.objectionTo('seven 7')).toBe('8 to 128 characters.');
		expect(rule.objectionTo('eight  8')).toBeNull();
		expect(rule.objectionTo(`ä – ${'long '.repeat(24)}word`)).toBeNull();
		expect(rule.objectionTo(`ä – ${'long '.repeat(24)}words`)).toBe('8 to 128 characters.');
	});

	test.each([null, '/^.{8,128}$/'])('L07 objects to what everybody guesses, with %j', (pattern) => {
		expect(passwordRule(pattern).objectionTo('Password1')).toContain('first that are guessed');
	});

	test('leaves a rule that cannot be read to Directus', () => {
		expect(passwordRule('/^([/').objectionTo('anything goes')).toBeNull();
	});
});
