import { describe, expect, test } from 'vitest';
import { maxAgeSeconds } from './max-age.ts';

const DAY_SECONDS = 24 * 60 * 60;

describe('SESSION_MAX_AGE', () => {
	test.each([
		[undefined, 90 * DAY_SECONDS],
		['', 90 * DAY_SECONDS],
		['30d', 30 * DAY_SECONDS],
		['8h', 8 * 60 * 60],
		['1 year', 31_557_600]
	])('%j is %i seconds', (value, seconds) => {
		expect(maxAgeSeconds({ SESSION_MAX_AGE: value })).toBe(seconds);
	});

	test.each(['a week', '-1d', '0s', '5ms', 90, true, ['30d']])('%j is refused by name', (value) => {
		expect(() => maxAgeSeconds({ SESSION_MAX_AGE: value })).toThrow(
			/^SESSION_MAX_AGE must be a duration such as 90d, not /
		);
	});
});
