/** How many tests ended how. */
export interface Tally {
	passed: number;
	failed: number;
	skipped: number;
}

interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Reads the JSON report of either runner. A run that `succeeded` not, though no test failed, counts as one failure. */
export function tallyOf(report: string | null, succeeded: boolean): Tally {
	const tally = report ? read(JSON.parse(report) as VitestReport | PlaywrightReport) : NOTHING;
	return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** All of them together. */
export function sum(tallies: Tally[]): Tally {
	return tallies.reduce(
		(all, { passed, failed, skipped }) => ({
			passed: all.passed + passed,
			failed: all.failed + failed,
			skipped: all.skipped + skipped
		}),
		NOTHING
	);
}

/** `N passed, N failed, N skipped` */
export function inWords({ passed, failed, skipped }: Tally): string {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

function read(report: VitestReport | PlaywrightReport): Tally {
	if ('stats' in report) {
		const { expected, unexpected, flaky, skipped } = report.stats;
		// what succeeds only at times does not succeed
		return { passed: expected, failed: unexpected + flaky, skipped };
	}
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests
	};
}
