import { describe, expect, test } from 'vitest';
import { passwordRule } from './policy.ts';

describe('passwordRule', () => {
	test('allows everything where Directus has no rule', () => {
		expect(passwordRule(null).allows('')).toBe(true);
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

	test('judges as Directus does', () => {
		const rule = passwordRule('/^[\\s\\S]{8,128}$/');
		expect(rule.allows('seven 7')).toBe(false);
		expect(rule.allows('eight  8')).toBe(true);
		expect(rule.allows('ä'.repeat(128))).toBe(true);
		expect(rule.allows('x'.repeat(129))).toBe(false);
	});

	test('leaves a rule that cannot be read to Directus', () => {
		expect(passwordRule('/^([/').allows('anything')).toBe(true);
	});
});
