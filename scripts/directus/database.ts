import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MIGRATIONS_TABLE } from '../../directus/extensions/portico/migrations/tables.ts';
import { workingFolder } from './environment.ts';

const worker = fileURLToPath(new URL('./database-worker.ts', import.meta.url));

/** State of a database. */
export interface DatabaseState {
	tables: string[];
	/** Those of Directus' tables that hold any row. */
	filled: string[];
	/** Fingerprint of the model it was settled with; null where never, or where this kind of database cannot store it. */
	fingerprint: number | null;
	/** The versions of Directus' migrations that have run. */
	migrations: string[];
	/** The same of the extension's own tables. */
	ownMigrations: number[];
	/** Whether Directus 12 keeps a license key in it. */
	hasLicenseKey: boolean;
}

/** Tables that a database must have, and the fingerprint of their model. */
export interface Settlement {
	tables: string[];
	fingerprint: number;
}

/** Reads the state of one kind of database. */
export interface Reader {
	tables(): Promise<string[]>;
	columns(table: string): Promise<string[]>;
	hasRows(table: string): Promise<boolean>;
	values(table: string, column: string): Promise<unknown[]>;
	fingerprint(tables: string[]): Promise<number | null>;
}

/** Reads the state of the database and changes nothing. For SQLite no other process is started. */
export async function inspect(environment: Record<string, string>): Promise<DatabaseState> {
	const { DB_CLIENT: client, DB_FILENAME: name } = environment;
	if (client !== 'sqlite3' || !name) return (await run(environment, 'inspect')) as DatabaseState;
	const file = path.resolve(workingFolder(environment), name);
	return existsSync(file) ? inspectSqlite(file) : EMPTY;
}

/** The same for a copy of a SQLite file that no other process uses: nothing is written beside it either. */
export function inspectCopy(file: string): Promise<DatabaseState> {
	const copy = pathToFileURL(file);
	// https://www.sqlite.org/uri.html#uriimmutable
	copy.searchParams.set('immutable', '1');
	return inspectSqlite(copy);
}

async function inspectSqlite(file: string | URL): Promise<DatabaseState> {
	// imported only when needed: where it is experimental, the import prints a warning
	const { DatabaseSync } = await import('node:sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	const names = (query: string, ...values: string[]) =>
		Promise.resolve(
			database
				.prepare(query)
				.all(...values)
				.map(({ name }) => String(name))
		);
	const one = (query: string) => Promise.resolve(database.prepare(query).get());
	try {
		return await stateOf({
			tables: () =>
				names(
					"select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'"
				),
			columns: (table) => names('select name from pragma_table_info(?)', table),
			hasRows: async (table) => (await one(`select 1 from ${table} limit 1`)) !== undefined,
			values: (table, column) => names(`select ${column} as name from ${table}`),
			// in the file itself, so that it is right after a backup was put back
			fingerprint: async () => Number((await one('pragma user_version'))?.user_version)
		});
	} finally {
		database.close();
	}
}

const EMPTY: DatabaseState = {
	tables: [],
	filled: [],
	fingerprint: null,
	migrations: [],
	ownMigrations: [],
	hasLicenseKey: false
};

/** Collects the state of a database from its reader. */
export async function stateOf(reader: Reader): Promise<DatabaseState> {
	const tables = await reader.tables();
	const valuesOf = (table: string, column: string) =>
		tables.includes(table) ? reader.values(table, column) : Promise.resolve([]);
	const migrations = await valuesOf('directus_migrations', 'version');
	const ownMigrations = await valuesOf(MIGRATIONS_TABLE, 'version');
	const filled: string[] = [];
	for (const table of tables.filter((name) => name.startsWith('directus_'))) {
		if (await reader.hasRows(table)) filled.push(table);
	}
	return {
		tables,
		filled,
		fingerprint: await reader.fingerprint(tables),
		migrations: migrations.map(String),
		ownMigrations: ownMigrations.map(Number),
		hasLicenseKey: await hasLicenseKey(tables, reader)
	};
}

async function hasLicenseKey(tables: string[], reader: Reader): Promise<boolean> {
	if (!tables.includes('directus_settings')) return false;
	if (!(await reader.columns('directus_settings')).includes('license_key')) return false;
	const [key] = await reader.values('directus_settings', 'license_key');
	return Boolean(key);
}

/** Tables that Directus fills before or while it creates the first user. */
const FILLED_BY_INSTALLING = new Set([
	'directus_migrations',
	'directus_settings',
	'directus_roles',
	'directus_policies',
	'directus_access',
	'directus_extensions'
]);

/**
 * Whether the database comes from an interrupted first installation: Directus' own tables, perhaps not all, and in them
 * only the rows that the installation itself writes.
 */
export function isUnfinished({
	tables,
	filled
}: Pick<DatabaseState, 'tables' | 'filled'>): boolean {
	return (
		tables.length > 0 &&
		tables.every((table) => table.startsWith('directus_')) &&
		filled.every((table) => FILLED_BY_INSTALLING.has(table))
	);
}

/** Removes the remains of an unfinished installation (`isUnfinished`). */
export async function discard(environment: Record<string, string>): Promise<void> {
	await run(environment, 'discard');
}

/**
 * Checks that the tables exist, turns on SQLite's write-ahead log, and writes the fingerprint.
 *
 * @throws an Error where a table is missing
 */
export async function settle(
	environment: Record<string, string>,
	settlement: Settlement
): Promise<void> {
	await run(environment, 'settle', JSON.stringify(settlement));
}

/**
 * Runs the migrations of the extension's own tables that have not run yet.
 *
 * @param file has them as its export `migrations`
 * @returns their names
 */
export async function migrateOwnTables(
	environment: Record<string, string>,
	file: string
): Promise<string[]> {
	return (await run(environment, 'migrate', file)) as string[];
}

/** Keeps others from setting up the same database. */
export interface Lock {
	release(): Promise<void>;
}

/**
 * Acquires the lock of this database, waiting while another process holds it. It ends with this process at the latest.
 * PostgreSQL only: a file is used by one installation at a time, which `npm start` sees to.
 */
export async function lock(environment: Record<string, string>): Promise<Lock> {
	const { child, ended } = await start(worker, environment, 'lock');
	await Promise.race([once(child, 'message'), ended]);
	return {
		release: async () => {
			child.send('release');
			await ended;
		}
	};
}

/** An administrator of Directus. */
export interface AdministratorRow {
	id: string;
	role: string | null;
}

/** Any active administrator; null where there is none. */
export async function findAdministrator(
	environment: Record<string, string>
): Promise<AdministratorRow | null> {
	return (await run(environment, 'administrator')) as AdministratorRow | null;
}

function run(environment: Record<string, string>, ...task: string[]): Promise<unknown> {
	return runWorker(worker, environment, ...task);
}

/**
 * Runs a file that works in Directus' database as a process of its own.
 *
 * @returns the message it sends, if any
 * @throws an Error with its output when it fails
 */
export async function runWorker(
	file: string,
	environment: Record<string, string>,
	...task: string[]
): Promise<unknown> {
	const { child, ended } = await start(file, environment, ...task);
	let answer: unknown;
	child.on('message', (message) => (answer = message));
	await ended;
	return answer;
}

/** A worker at its task, and its end, which rejects where the task failed. */
async function start(file: string, environment: Record<string, string>, ...task: string[]) {
	const cwd = workingFolder(environment);
	await mkdir(cwd, { recursive: true });
	const child = fork(file, task, {
		cwd,
		// The worker has no use for Redis, and its connection would keep it from ending
		env: { ...environment, REDIS_ENABLED: 'false' },
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		// Options of the parent, such as a test runner's loader, are not meant for it
		execArgv: []
	});
	let log = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => (log += text));
	}
	const ended = once(child, 'close').then(([code]: unknown[]) => {
		if (code !== 0) throw new Error(`The database could not be prepared:\n\n${log.trim()}`);
	});
	return { child, ended };
}
