import { defineConfig } from 'vitest/config';

/** No test is about speed, so none fails because a machine is slow. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 120_000 };
const elsewhere = ['**/node_modules/**', '**/dist/**', '**/build/**'];
/** What the app does by itself, or with a Directus of its own: the same whatever the database is, so once is enough. */
const onAnyDatabase = [
	'test/integration/{arrival,assets,audit,bench,enumeration,error-pages,forms,headers,interleaving,metrics}.test.ts',
	'test/integration/{operations,own-directus,previous-release,restart,rotation,secrecy,session-age}.test.ts',
	'test/integration/{deletions,session-cookies,set-up,sharing,studio,tracing}.test.ts',
	'test/faults/{clients,doctor-in-outages,failure,outage}.test.ts',
	'test/extension/{crashes,routes,throttle}.test.ts'
];
/** What begins on SQLite and ends on PostgreSQL. */
const onBothDatabases = ['test/integration/move.test.ts'];
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
						'{bench,contract,directus,scripts}/**/*.test.ts',
						'test/access/audit/*.test.ts'
					],
					exclude: elsewhere,
					...PATIENCE
				}
			},
			{
				test: {
					name: 'integration',
					include: ['test/{access,extension,faults,integration}/*.test.ts'],
					exclude: testedElsewhere,
					globalSetup: './test/support/start-installation.ts',
					// they share one installation, whose settings some of them change
					fileParallelism: false,
					...PATIENCE
				}
			},
			{
				test: {
					name: 'containers',
					include: ['test/stack/*.test.ts'],
					globalSetup: './test/stack/generated-files.ts',
					// each has a stack of its own, which wants the whole machine
					fileParallelism: false,
					testTimeout: 600_000
				}
			}
		]
	}
});
