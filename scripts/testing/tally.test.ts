import { describe, expect, test } from 'vitest';
import { inWords, sum, tallyOf } from './tally.ts';

type File = { name: string; status: string; message: string; assertionResults: object[] };

const vitest = (failed = 0, testResults: File[] = []) =>
	JSON.stringify({
		numPassedTests: 3,
		numFailedTests: failed,
		numPendingTests: 2,
		numTodoTests: 1,
		testResults
	});

const ended = (report: string | null, succeeded: boolean, output = '') =>
	tallyOf({ title: 'Doors (1 of 2)', report, succeeded, output });

describe('a tally', () => {
	test('counts the tests of Vitest, todos as skipped', () => {
		expect(ended(vitest(), true)).toMatchObject({ passed: 3, failed: 0, skipped: 3 });
	});

	test('counts the tests of Playwright, repeated ones as passed', () => {
		const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, suites: [] };
		expect(ended(JSON.stringify(report), false)).toMatchObject({
			passed: 5,
			failed: 1,
			skipped: 2
		});
	});

	test('has a failure where the run failed and no test did', () => {
		expect(ended(vitest(), false).failed).toBe(1);
		expect(ended(vitest(2), false).failed).toBe(2);
	});

	test('names the failures of Vitest, and files that could not run', () => {
		const failed = {
			fullName: 'a door opens',
			status: 'failed',
			failureMessages: ['is shut\n  at']
		};
		const passed = { fullName: 'a door shuts', status: 'passed', failureMessages: [] };
		const files = [
			{
				name: '/x/door.test.ts',
				status: 'failed',
				message: '',
				assertionResults: [failed, passed]
			},
			{ name: '/x/key.test.ts', status: 'failed', message: 'no key', assertionResults: [] }
		];
		expect(ended(vitest(1, files), false).failures).toEqual([
			'door.test.ts: a door opens\n    is shut\n      at',
			'key.test.ts: the file\n    no key'
		]);
	});

	test('names the tests of Vitest that passed when they were repeated', () => {
		const test = {
			fullName: 'a door opens',
			status: 'passed',
			failureMessages: ['is stuck\n  at']
		};
		const file = {
			name: '/x/door.test.ts',
			status: 'passed',
			message: '',
			assertionResults: [test]
		};
		expect(ended(vitest(0, [file]), true)).toMatchObject({
			failed: 0,
			failures: [],
			repeated: ['door.test.ts: a door opens\n    is stuck\n      at']
		});
	});

	test('names the failures of Playwright, in nested suites too', () => {
		const test = (status: string, message: string) => ({
			projectName: 'with scripts',
			status,
			results: [{}, { error: { message } }]
		});
		const specs = [
			{
				file: 'door.spec.ts',
				title: 'opens',
				tests: [test('unexpected', '\x1b[31mis shut\x1b[0m')]
			},
			{ file: 'door.spec.ts', title: 'creaks', tests: [test('flaky', 'is silent')] },
			{ file: 'door.spec.ts', title: 'shuts', tests: [test('expected', '')] }
		];
		const report = {
			stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
			suites: [{ specs: [], suites: [{ specs }] }]
		};
		expect(ended(JSON.stringify(report), false)).toMatchObject({
			failures: ['door.spec.ts: opens [with scripts]\n    is shut'],
			repeated: ['door.spec.ts: creaks [with scripts]\n    is silent']
		});
	});

	test('has a failure where there is no report', () => {
		expect(ended(null, false)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
	});

	test('shows the end of the output of a run that failed without a failed test', () => {
		const output = [...Array(50).keys()].map((n) => `line ${n}`).join('\n') + '\n';
		const [failure = ''] = ended(null, false, output).failures;
		const lines = failure.split('\n');
		expect(lines[0]).toBe('Doors (1 of 2): the run itself');
		expect(lines.slice(1)).toHaveLength(40);
		expect(lines.at(-1)).toBe('    line 49');
	});
});

test('several tallies are printed in one line', () => {
	const one = { passed: 1, failed: 0, skipped: 2, failures: [], repeated: [] };
	expect(inWords(sum([one, one]))).toBe('2 passed, 0 failed, 4 skipped');
});
