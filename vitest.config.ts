import { defineConfig } from 'vitest/config';

/** No test is about speed, so none fails because a machine is slow. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 120_000 };
const elsewhere = ['**/node_modules/**', '**/dist/**', '**/build/**'];
/**
 * What does not depend on the database, so that once, on SQLite, is enough: pages, headers, forms and links; processes,
 * their signals and their memory; and what starts a Directus of its own, which is on SQLite in either run. Everything
 * else runs on PostgreSQL too: what reads or writes rows in ways that differ between SQL dialects (sessions, rights,
 * queries, lengths, slugs, set-up, backups), and what shares something in Redis, which is there in that run alone.
 */
const onAnyDatabase = [
	'app/test/{arrival,audit,bench,enumeration,error-pages,forms,headers,interleaving,own-directus,rotation}.test.ts',
	'app/test/{assets,metrics,operations,secrecy,session-cookies,sharing,studio,tracing}.test.ts',
	'app/test/{addresses,guard,invitation,markup,member-forms,permissions,rendering,text-browser}.test.ts',
	'app/test/faults/{clients,doctor,failure,outage}.test.ts',
	'app/test/{previous-release,restart,session-age}.test.ts',
	'directus/test/{deletions,open-api,set-up}.test.ts',
	'directus/extensions/portico/test/{crashes,request-cost,routes,throttle}.test.ts'
];
/** What begins on SQLite and ends on PostgreSQL. */
const onBothDatabases = ['app/test/move.test.ts'];
const testedElsewhere =
	process.env.PORTICO_TEST_DATABASE === 'pg' ? onAnyDatabase : onBothDatabases;

export default defineConfig({
	test: {
		projects: [
			{
				extends: './app/vite.config.ts',
				root: './app',
				test: {
					name: 'unit-app',
					include: ['src/**/*.test.ts'],
					...PATIENCE
				}
			},
			{
				test: {
					name: 'unit',
					include: [
						'scripts/**/*.test.ts',
						'directus/**/*.test.ts',
						'app/{bench,e2e}/**/*.test.ts'
					],
					exclude: [...elsewhere, 'directus/**/test/**'],
					...PATIENCE
				}
			},
			{
				test: {
					name: 'integration',
					include: ['app/test/**/*.test.ts', 'directus/**/test/**/*.test.ts'],
					exclude: [...elsewhere, ...testedElsewhere],
					globalSetup: './test/installation.ts',
					// they share one installation, whose settings some of them change
					fileParallelism: false,
					...PATIENCE
				}
			},
			{
				test: {
					name: 'containers',
					include: ['test/**/*.test.ts'],
					globalSetup: './test/generated-files.ts',
					// each has a stack of its own, which wants the whole machine
					fileParallelism: false,
					testTimeout: 600_000
				}
			}
		]
	}
});
