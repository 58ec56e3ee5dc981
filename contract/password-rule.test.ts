import { expect, test } from 'vitest';
import { passwordExpression, passwordPattern } from './password-rule.ts';

test.each([
	['/^.{8,}$/', '^.{8,}$'],
	['/^.{8,}$/u', '^.{8,}$'],
	['^.{8,}$', '^.{8,}$'],
	[String.raw`/a\/b/`, String.raw`a\/b`],
	[null, null],
	[undefined, null],
	['', null]
])('the policy %j has the pattern %j', (policy, pattern) => {
	expect(passwordPattern(policy)).toBe(pattern);
});

test('an invalid password pattern gives no expression', () => {
	expect(passwordExpression('(')).toBeNull();
	expect(passwordExpression('^.{8,}$')?.test('too few')).toBe(false);
});
