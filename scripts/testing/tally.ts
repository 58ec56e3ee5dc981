import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How many tests ended how. */
export interface Tally {
	passed: number;
	failed: number;
	skipped: number;
	/** The tests that failed, each with its file and the reason. */
	failures: string[];
	/** Those that passed when they were repeated, in the same way: a fault of a browser's driver, or a rare one of ours. */
	repeated: string[];
}

interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: {
		name: string;
		status: string;
		message: string;
		assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
	}[];
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
	suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
	suites?: PlaywrightSuite[];
	specs: {
		file: string;
		title: string;
		tests: { projectName: string; status: string; results: { error?: { message?: string } }[] }[];
	}[];
}

/** How a run of a runner ended. */
export interface Ending {
	/** Such as `Integration, SQLite (1 of 3)`. */
	title: string;
	/** The runner's JSON report, if it wrote one. */
	report: string | null;
	succeeded: boolean;
	/** What it printed; empty where that went to the terminal. */
	output: string;
}

/**
 * Reads the JSON report of either runner. A run that failed without a failed test (its set-up threw an error, or it was
 * killed) counts as one failure, whose reason is the end of its output.
 */
export function tallyOf({ title, report, succeeded, output }: Ending): Tally {
	const tally = report ? read(JSON.parse(report) as VitestReport | PlaywrightReport) : EMPTY_TALLY;
	if (succeeded || tally.failed > 0) return tally;
	const lines = stripVTControlCharacters(output).trimEnd().split('\n').slice(-LINES_OF_OUTPUT);
	const failure = [`${title}: the run itself`, ...lines].join('\n    ');
	return { ...tally, failed: 1, failures: [...tally.failures, failure] };
}

/** All of them together. */
export function sum(tallies: Tally[]): Tally {
	return tallies.reduce(
		(all, one) => ({
			passed: all.passed + one.passed,
			failed: all.failed + one.failed,
			skipped: all.skipped + one.skipped,
			failures: [...all.failures, ...one.failures],
			repeated: [...all.repeated, ...one.repeated]
		}),
		EMPTY_TALLY
	);
}

/** `N passed, N failed, N skipped` */
export function inWords({ passed, failed, skipped }: Tally): string {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export const EMPTY_TALLY: Tally = { passed: 0, failed: 0, skipped: 0, failures: [], repeated: [] };

/** Enough for the expected value, the received value and the place. */
const LINES_OF_REASON = 12;
/** Enough for an error of a set-up, its cause and their stacks. */
const LINES_OF_OUTPUT = 40;

function read(report: VitestReport | PlaywrightReport): Tally {
	return 'stats' in report ? ofPlaywright(report) : ofVitest(report);
}

function ofVitest(report: VitestReport): Tally {
	const repeated = report.testResults.flatMap(({ name, assertionResults }) =>
		assertionResults
			// Vitest keeps the errors of the attempts before the one that passed
			.filter((test) => test.status === 'passed' && test.failureMessages.length > 0)
			.map((test) => lineOf(name, test.fullName, test.failureMessages[0]))
	);
	const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
		const failed = assertionResults.filter((test) => test.status === 'failed');
		// no test ran: the file cannot be read, or its set-up failed
		if (status === 'failed' && failed.length === 0) return [lineOf(name, 'the file', message)];
		return failed.map((test) => lineOf(name, test.fullName, test.failureMessages[0]));
	});
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests,
		failures,
		repeated
	};
}

function ofPlaywright({ stats, suites }: PlaywrightReport): Tally {
	const { expected, unexpected, flaky, skipped } = stats;
	return {
		passed: expected + flaky,
		failed: unexpected,
		skipped,
		failures: suites.flatMap((suite) => endedAs('unexpected', suite)),
		repeated: suites.flatMap((suite) => endedAs('flaky', suite))
	};
}

function endedAs(wanted: string, { suites = [], specs }: PlaywrightSuite): string[] {
	const own = specs.flatMap(({ file, title, tests }) =>
		tests
			.filter(({ status }) => status === wanted)
			.map(({ projectName, results }) => {
				const reason = results.find(({ error }) => error)?.error?.message;
				return lineOf(file, `${title} [${projectName}]`, reason);
			})
	);
	return [...own, ...suites.flatMap((suite) => endedAs(wanted, suite))];
}

function lineOf(file: string, test: string, reason = ''): string {
	const lines = stripVTControlCharacters(reason).split('\n').slice(0, LINES_OF_REASON);
	const indented = lines.filter((line) => line.trim()).map((line) => `\n    ${line}`);
	return `${path.basename(file)}: ${test}${indented.join('')}`;
}
