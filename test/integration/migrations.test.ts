// The tables of the extension, outside Directus' model, on each kind of database.
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseVariables, newPostgres } from '../support/postgres-container.ts';
import { readTables, unpackPreviousRelease } from '../support/previous-release.ts';
import { asAdministrator } from '../../scripts/directus/administrator.ts';
import { inspect, migrateOwnTables } from '../../scripts/directus/database.ts';
import { move } from '../../scripts/directus/move/move.ts';
import { prepare } from '../../scripts/directus/prepare.ts';
import { installed, type Release } from '../../scripts/directus/release.ts';
import { type OwnInstallation, ownInstallation } from '../support/bare-installation.ts';
import { migrations as later } from '../support/migrations/later.ts';
import { migrations } from '../support/migrations/things.ts';

const TIMEOUT_MILLISECONDS = 900_000;
const isOnPostgres = process.env.PORTICO_TEST_DATABASE === 'pg';
const THINGS = new URL('../support/migrations/things.ts', import.meta.url).href;
const LATER_MIGRATIONS = new URL('../support/migrations/later.ts', import.meta.url).href;
const BROKEN = new URL('../support/migrations/broken.ts', import.meta.url).href;
const released = installed.migrations.map(({ version }) => version);
const release: Release = { ...installed, migrations, migrationsFile: THINGS };
const silent = () => {};

let postgres: StartedPostgreSqlContainer | null = null;
let installation: OwnInstallation;
let folder: string;
beforeAll(async () => {
	if (isOnPostgres) postgres = await newPostgres().start();
	folder = mkdtempSync(path.join(tmpdir(), 'portico-migrations-'));
	installation = await ownInstallation({
		...(postgres && databaseVariables(postgres)),
		DB_EXCLUDE_TABLES: 'portico_things'
	});
}, TIMEOUT_MILLISECONDS);
afterAll(async () => {
	await installation.remove();
	await postgres?.stop();
	rmSync(folder, { recursive: true });
});

function psql(query: string): string[] {
	const { DB_USER = '', DB_DATABASE = '' } = installation.environment;
	return ['psql', '-U', DB_USER, '-d', DB_DATABASE, '-Atc', query];
}

/** Rows of a table of the database of these tests, as JSON. */
async function rowsOf(table: string): Promise<unknown[]> {
	if (!postgres) return readTables(installation.environment.DB_FILENAME ?? '').get(table) ?? [];
	const { output } = await postgres.exec(psql(`select row_to_json(t) from ${table} t`));
	return output
		.trim()
		.split('\n')
		.map((line): unknown => JSON.parse(line));
}

// Each goes on from where the one before has left the database.
describe("the extension's migrations", () => {
	test(
		'run all or not at all',
		async () => {
			await prepare(installation.environment, silent);
			await expect(migrateOwnTables(installation.environment, BROKEN)).rejects.toThrow(
				'portico_nothing'
			);

			const { tables, ownMigrations } = await inspect(installation.environment);
			expect(tables).not.toContain('portico_things');
			expect(ownMigrations).toEqual(released);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'run once in the set-up of an existing installation',
		async () => {
			const first = await prepare(installation.environment, silent, release);
			const second = await prepare(installation.environment, silent, release);

			expect(first).toEqual(['things', 'things belong to a person']);
			expect(second).toEqual([]);
			expect(await rowsOf('portico_things')).toHaveLength(2);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'run once, however many processes set up the database at the same time',
		async () => {
			const atOnce = Array.from({ length: 4 }, () =>
				migrateOwnTables(installation.environment, LATER_MIGRATIONS)
			);

			expect((await Promise.all(atOnce)).flat()).toEqual(['a third thing']);
			expect(await rowsOf('portico_things')).toHaveLength(3);
			const { ownMigrations } = await inspect(installation.environment);
			expect(ownMigrations.sort((one, other) => one - other)).toEqual([
				...released,
				1001,
				1002,
				1003
			]);
		},
		TIMEOUT_MILLISECONDS
	);
});

test(
	'tables of the extension are neither shown nor served by Directus, not even to administrators',
	async () => {
		await installation.start();
		const { collections, answers } = await asAdministrator(
			installation.credentials,
			async ({ get }) => ({
				collections: await get<{ collection: string }[]>('/collections'),
				answers: await Promise.allSettled(
					['portico_migrations', 'portico_things'].map((table) => get(`/items/${table}`))
				)
			})
		);

		const names = collections.map(({ collection }) => collection);
		expect(names).toContain('articles');
		expect(names.filter((name) => name.startsWith('portico'))).toEqual([]);
		for (const answer of answers) {
			expect(answer).toMatchObject({ status: 'rejected', reason: { status: 403 } });
		}
	},
	TIMEOUT_MILLISECONDS
);

// the way there begins on SQLite
if (isOnPostgres) {
	test(
		'tables of the extension are moved to PostgreSQL with all rows',
		async () => {
			unpackPreviousRelease(folder);
			const file = path.join(folder, 'directus.db');
			const { environment } = installation;
			const source = { ...environment, DB_CLIENT: 'sqlite3', DB_FILENAME: file };
			await migrateOwnTables(source, LATER_MIGRATIONS);
			const target = { ...environment, DB_SEARCH_PATH: 'moved' };
			await postgres?.exec(psql('create schema moved'));

			const { tables } = await move(source, target, silent, {
				...release,
				migrations: later,
				migrationsFile: LATER_MIGRATIONS
			});

			expect(tables).toBe(readTables(file).size);
			expect(await rowsOf('moved.portico_things')).toMatchObject([
				{ token_hash: 'one', flag: true, document: { a: [1, 'two'] } },
				{ token_hash: 'two', flag: false },
				{ token_hash: 'three', user: null }
			]);
			expect(await rowsOf('moved.portico_migrations')).toHaveLength(released.length + 3);
		},
		TIMEOUT_MILLISECONDS
	);
}
