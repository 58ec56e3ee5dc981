import type { Knex } from 'knex';
import type { Migration } from './migration.ts';
import { MIGRATIONS_TABLE } from './tables.ts';

const BUSY_MILLISECONDS = 60_000;

/**
 * Runs the migrations that have not run in this database, all of them or none. However many processes do so at once,
 * each migration runs once: the others wait, and find it done.
 *
 * @returns the names of those that ran
 */
export async function runMigrations(database: Knex, migrations: Migration[]): Promise<string[]> {
	if (migrations.length === 0) return [];
	const { client } = (database.client as Knex.Client).config as { client: string }; // Directus gives its DB_CLIENT
	const isSqlite = client === 'sqlite3';
	if (isSqlite) {
		await database.raw(`pragma busy_timeout = ${BUSY_MILLISECONDS}`);
		await makeTable(database, 'datetime');
	}
	return database.transaction(async (transaction) => {
		if (isSqlite) await takeWriteLock(transaction);
		else {
			await transaction.raw(`select pg_advisory_xact_lock(hashtext('${MIGRATIONS_TABLE}'))`);
			await makeTable(transaction, 'timestamptz');
		}
		return runMissing(transaction, migrations);
	});
}

async function makeTable(database: Knex, timestamp: string): Promise<void> {
	await database.raw(
		`create table if not exists ${MIGRATIONS_TABLE} (version integer primary key, name varchar(255) not null, ran_at ${timestamp} not null)`
	);
}

/** SQLite locks the file with the first write of a transaction, and waits for it only where nothing was read before. */
async function takeWriteLock(transaction: Knex.Transaction): Promise<void> {
	await transaction(MIGRATIONS_TABLE).where({ version: 0 }).update({ version: 0 });
}

async function runMissing(
	transaction: Knex.Transaction,
	migrations: Migration[]
): Promise<string[]> {
	const versions = await transaction<{ version: number }>(MIGRATIONS_TABLE).pluck('version');
	const missing = migrations.filter(({ version }) => !versions.includes(version));
	for (const migration of missing) {
		await migration.up(transaction);
		const { version, name } = migration;
		await transaction(MIGRATIONS_TABLE).insert({ version, name, ran_at: new Date() });
	}
	return missing.map(({ name }) => name);
}
