import path from 'node:path';
import type { Engine } from './browsers/bring-browsers.ts';

export const CONTAINER_ENGINE = 'container engine';

/** Something besides Node that a suite cannot run without. */
export type Need = typeof CONTAINER_ENGINE | Engine;

/** Tests that run together, with one command. */
export interface Suite {
	/** As `npm test -- NAME` calls it. */
	name: string;
	/** Human-readable title. */
	title: string;
	runner: 'vitest' | 'playwright';
	/** Arguments that choose its tests. */
	selection: string[];
	environment: NodeJS.ProcessEnv;
	needs: Need | null;
	/** How many runs it is split into by its files where several run at once, each with an installation of its own. */
	parts: number;
	/** How many of the runs at once it counts for: a stack has a dozen processes, a run of Playwright drives three browsers. */
	weight: number;
	/** Where the files are that it runs and no test imports: a change there can break any of its tests. */
	runs: string[];
}

/** One run of a runner: a suite, or a part of it. */
export interface Run {
	suite: Suite;
	/** From 1. */
	part: number;
	/** How many parts this suite is split into here. */
	parts: number;
}

/** Paths that a site is built from. */
const SITE = ['app/', 'contract/', 'directus/', 'package-lock.json'];

/** Everything `npm test` runs: first what leaves the least room beside it, so that no core is idle at the end. */
export const SUITES: Suite[] = [
	{
		name: 'containers',
		title: 'Containers',
		runner: 'vitest',
		selection: ['--project', 'containers'],
		environment: {},
		needs: CONTAINER_ENGINE,
		parts: 1,
		weight: 2,
		runs: [
			'app/Dockerfile',
			'directus/Dockerfile',
			'docker-compose.yml',
			'docs/operations.md',
			'package-lock.json',
			'proxy/',
			'scripts/deploy',
			'scripts/env',
			'scripts/mail/',
			'test/stack/',
			'test/support/fixtures/release-0.1-code.tgz'
		]
	},
	{
		name: 'unit',
		title: 'Unit',
		runner: 'vitest',
		selection: ['--project', 'unit', '--project', 'unit-app'],
		environment: {},
		needs: null,
		parts: 1,
		weight: 1,
		runs: []
	},
	{
		name: 'pages',
		title: 'Studio and pages, Chromium',
		runner: 'vitest',
		selection: ['--project', 'pages'],
		environment: { PORTICO_TEST_DATABASE: 'sqlite' },
		needs: 'Chromium',
		parts: 1,
		weight: 1,
		runs: SITE
	},
	{
		name: 'sqlite',
		title: 'Integration, SQLite',
		runner: 'vitest',
		selection: ['--project', 'integration'],
		environment: { PORTICO_TEST_DATABASE: 'sqlite' },
		needs: null,
		parts: 3,
		weight: 1,
		runs: [...SITE, 'scripts/']
	},
	{
		name: 'postgres',
		title: 'Integration, PostgreSQL',
		runner: 'vitest',
		selection: ['--project', 'integration'],
		environment: { PORTICO_TEST_DATABASE: 'pg' },
		needs: CONTAINER_ENGINE,
		parts: 2,
		weight: 1,
		runs: ['app/src/lib/server/', 'contract/', 'directus/', 'package-lock.json', 'scripts/']
	},
	{
		name: 'journeys',
		title: 'Journeys, Chromium',
		runner: 'playwright',
		selection: projects('with scripts', 'without scripts'),
		environment: {},
		needs: 'Chromium',
		parts: 1,
		weight: 3,
		runs: [...SITE, 'test/journeys/']
	},
	{
		name: 'firefox',
		title: 'Journeys, Firefox',
		runner: 'playwright',
		selection: projects('Firefox'),
		environment: {},
		needs: 'Firefox',
		parts: 1,
		weight: 3,
		runs: [...SITE, 'test/journeys/']
	},
	{
		name: 'webkit',
		title: 'Journeys, WebKit',
		runner: 'playwright',
		selection: projects('WebKit', 'WebKit without scripts'),
		environment: {},
		needs: 'WebKit',
		parts: 1,
		weight: 3,
		runs: [...SITE, 'test/journeys/']
	}
];

/** A run of Node. */
export interface Command {
	args: string[];
	cwd: string;
	environment: NodeJS.ProcessEnv;
}

/** Title of a run, such as `Integration, SQLite (1 of 3)`. */
export function titleOf({ suite, part, parts }: Run): string {
	return parts === 1 ? suite.title : `${suite.title} (${part} of ${parts})`;
}

/** Runs a suite, or a part of it, and writes its JSON report. */
export function running(root: string, { suite, part, parts }: Run, report: string): Command {
	const shard = parts === 1 ? [] : [`--shard=${part}/${parts}`];
	return suite.runner === 'vitest'
		? vitest(root, suite, ['run', ...VITEST_REPORTERS, `--outputFile.json=${report}`, ...shard])
		: playwright(root, suite, ['--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
}

/** Prints the tests of a suite without running them, one a line. */
export function listing(root: string, suite: Suite): Command {
	return suite.runner === 'vitest'
		? vitest(root, suite, ['list'], UNREACHABLE)
		: playwright(root, suite, ['--list', '--reporter=line'], UNREACHABLE);
}

const VITEST_REPORTERS = ['--reporter=default', '--reporter=json'];

/** Keeps tests that are only listed from opening an installation, or from missing one. */
const UNREACHABLE = Object.fromEntries(
	['URL', 'DIRECTUS_URL', 'MAIL_URL', 'ADMIN_EMAIL', 'ADMIN_PASSWORD', 'DEMO_PASSWORD'].map(
		(name) => [`PORTICO_TEST_${name}`, 'http://127.0.0.1:9']
	)
);

function projects(...names: string[]): string[] {
	return names.map((name) => `--project=${name}`);
}

function vitest(root: string, suite: Suite, task: string[], environment = {}): Command {
	const file = path.join(root, 'node_modules/vitest/vitest.mjs');
	return {
		args: [file, ...task, '--passWithNoTests', ...suite.selection],
		cwd: root,
		environment: { ...suite.environment, ...environment }
	};
}

function playwright(root: string, suite: Suite, task: string[], environment = {}): Command {
	const file = path.join(root, 'node_modules/@playwright/test/cli.js');
	return {
		args: [file, 'test', ...task, '--pass-with-no-tests', ...suite.selection],
		cwd: root,
		environment: { ...suite.environment, ...environment }
	};
}
