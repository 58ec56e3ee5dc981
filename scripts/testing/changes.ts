import { execFileSync } from 'node:child_process';
import type { Suite } from './suites.ts';

/** Paths, from the root, of files changed since the branch left `base`, and of uncommitted ones. */
export function changedFiles(root: string, base: string | null): string[] {
	const git = (...args: string[]) =>
		execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
	return [
		...(base ? git('diff', '--name-only', `${base}...HEAD`) : []),
		...git('diff', '--name-only', 'HEAD'),
		...git('ls-files', '--others', '--exclude-standard')
	];
}

/**
 * The suites that a change can break. Vitest finds the tests that import a changed file; where a suite runs one that no
 * test imports, all its tests are run, and Playwright's always.
 */
export function suitesOf(suites: Suite[], changed: string[], base: string | null): Suite[] {
	return suites.flatMap((suite) => {
		if (changed.some((file) => suite.runs.some((place) => file.startsWith(place)))) return [suite];
		if (suite.runner === 'playwright') return [];
		const since = base ? `--changed=${base}` : '--changed';
		return [{ ...suite, selection: [...suite.selection, since], parts: 1 }];
	});
}
