import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** No test is about speed, so none fails because a machine is slow. */
const TIMEOUTS = { testTimeout: 180_000, hookTimeout: 300_000 };
/**
 * On CI a test that needs a whole installation gets a second attempt, since a busy machine can lose one of thousands:
 * `npm test` lists the tests that passed only then. Tests that look for races and leaks set `retry: 0`: once is a fault.
 */
const retry = process.env.CI ? 1 : 0;
const ignored = ['**/node_modules/**', '**/dist/**', '**/build/**'];
/**
 * Tests that do not depend on the database, so that one run, on SQLite, is enough: pages, headers, forms and links;
 * processes, their signals and their memory; and files that start a Directus of their own, which is on SQLite in either
 * run. All other tests run on PostgreSQL too: those that read or write rows in ways that differ between SQL dialects
 * (sessions, rights, queries, lengths, slugs, set-up, backups), and those with Redis, which only that run has.
 */
const onAnyDatabase = [
	'test/integration/{addresses,arrival,assets,audit,bench,deletions,enumeration,error-pages,forms,gateway}.test.ts',
	'test/integration/{guard,headers,interleaving,invitation,markup,member-forms,metrics,operations}.test.ts',
	'test/integration/{own-directus,permissions,previous-release,recipes,restart,rotation,secrecy}.test.ts',
	'test/integration/{session-age,session-cookies,session-state,set-up,sharing,text-browser,tracing}.test.ts',
	'test/faults/{clients,doctor-in-outages,failure,outage}.test.ts',
	'test/access/{open-api,rights-cache}.test.ts',
	'test/extension/{crashes,directus-rate-limits,request-cost,routes}.test.ts'
];
/** Tests that look at pages in a Chromium. */
const inBrowser = ['test/integration/{new-language,rendering,studio}.test.ts'];
/** Tests that begin on SQLite and end on PostgreSQL. */
const onBothDatabases = ['test/integration/move.test.ts'];
const excludedHere = process.env.PORTICO_TEST_DATABASE === 'pg' ? onAnyDatabase : onBothDatabases;

/**
 * The files about containers by name, since they share a stack: compose looks at a new one, failures kills its parts,
 * manual ends with another in its place, upgrade removes it to make room for its own.
 */
class Sequencer extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		if (sorted.some(({ project }) => project.name !== 'containers')) return sorted;
		return sorted.sort((one, other) => (one.moduleId < other.moduleId ? -1 : 1));
	}
}

export default defineConfig({
	test: {
		sequence: { sequencer: Sequencer },
		projects: [
			{
				extends: './app/vite.config.ts',
				root: './app',
				test: {
					name: 'unit-app',
					include: ['src/**/*.test.ts'],
					...TIMEOUTS
				}
			},
			{
				test: {
					name: 'unit',
					include: [
						'{bench,contract,directus,scripts}/**/*.test.ts',
						'test/access/audit/*.test.ts'
					],
					exclude: ignored,
					...TIMEOUTS
				}
			},
			{
				test: {
					name: 'integration',
					include: ['test/{access,extension,faults,integration}/*.test.ts'],
					exclude: [...excludedHere, ...inBrowser],
					globalSetup: './test/support/start-installation.ts',
					// they share one installation, whose settings some of them change
					fileParallelism: false,
					retry,
					...TIMEOUTS
				}
			},
			{
				test: {
					name: 'pages',
					include: inBrowser,
					globalSetup: './test/support/start-installation.ts',
					fileParallelism: false,
					retry,
					...TIMEOUTS
				}
			},
			{
				test: {
					name: 'containers',
					include: ['test/stack/*.test.ts'],
					globalSetup: './test/stack/generated-files.ts',
					// they share a stack
					fileParallelism: false,
					testTimeout: 600_000
				}
			}
		]
	}
});
