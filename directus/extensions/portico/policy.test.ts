import { expect, test } from 'vitest';
import { passwordPattern } from './policy.ts';

test.each([
	['/^.{8,}$/', '^.{8,}$'],
	['^.{8,}$', '^.{8,}$'],
	[String.raw`/a\/b/`, String.raw`a\/b`],
	[null, null],
	[undefined, null],
	['', null]
])('takes the rule %j as the pattern %j', (rule, pattern) => {
	expect(passwordPattern(rule)).toBe(pattern);
});
