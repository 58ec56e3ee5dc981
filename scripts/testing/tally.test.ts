import { describe, expect, test } from 'vitest';
import { inWords, sum, tallyOf } from './tally.ts';

const vitest = (failed = 0) =>
	JSON.stringify({
		numPassedTests: 3,
		numFailedTests: failed,
		numPendingTests: 2,
		numTodoTests: 1
	});

describe('a tally', () => {
	test('counts what Vitest reports, tests to be written as skipped', () => {
		expect(tallyOf(vitest(), true)).toEqual({ passed: 3, failed: 0, skipped: 3 });
	});

	test('counts what Playwright reports, a flaky test as failed', () => {
		const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } };
		expect(tallyOf(JSON.stringify(report), false)).toEqual({ passed: 4, failed: 2, skipped: 2 });
	});

	test('has a failure where the run failed and no test did', () => {
		expect(tallyOf(vitest(), false).failed).toBe(1);
		expect(tallyOf(vitest(2), false).failed).toBe(2);
	});

	test('has a failure where there is no report', () => {
		expect(tallyOf(null, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
	});
});

test('several tallies are told in one line', () => {
	const one = { passed: 1, failed: 0, skipped: 2 };
	expect(inWords(sum([one, one]))).toBe('2 passed, 0 failed, 4 skipped');
});
