import { readFileSync } from 'node:fs';
import path from 'node:path';
import { directusEnvironment } from '../directus/environment.ts';
import { UserError } from '../site/user-error.ts';

/** Storage of an installation. */
export interface Installed {
	/** Absolute path of its data folder. */
	data: string;
	database: Sqlite | Postgres;
	/** The folder with the uploaded files; null where Directus keeps them elsewhere, as in S3. */
	uploads: string | null;
	/** Environment of Directus, without its secrets. */
	environment: Record<string, string>;
}

/** A database that is a file. */
export interface Sqlite {
	kind: 'sqlite';
	file: string;
}

/** A database on a server. */
export interface Postgres {
	kind: 'postgres';
	/** Human-readable name of the database. */
	name: string;
	/** How libpq, and so pg_dump and psql, find it; the password is nowhere else. */
	environment: Record<string, string>;
}

/**
 * The installation with this data folder and the variables that Directus runs with.
 *
 * @throws UserError for a kind of database that is not provided for
 */
export function installedIn(data: string, given: NodeJS.ProcessEnv): Installed {
	const nobody = { email: '', password: '' };
	const places = { dataFolder: data, host: '', port: 0, appOrigin: '', secret: '', admin: nobody };
	const environment = directusEnvironment({ ...places, smtp: null, events: null }, given);
	return {
		data,
		database: databaseOf(environment),
		uploads: uploadsOf(environment),
		environment
	};
}

function databaseOf(environment: Record<string, string>): Sqlite | Postgres {
	const { DB_CLIENT: client = '', DB_FILENAME: file } = environment;
	if (client === 'sqlite3' && file) return { kind: 'sqlite', file: path.resolve(file) };
	if (client !== 'pg') {
		throw new UserError(
			`DB_CLIENT is "${client}": only SQLite and PostgreSQL are backed up here.`,
			'Use what the database brings for it, and copy the data folder.'
		);
	}
	const libpq = libpqVariables(environment);
	const { PGDATABASE: database, PGHOST: host } = libpq;
	return { kind: 'postgres', name: `${database} on ${host}`, environment: libpq };
}

function libpqVariables(environment: Record<string, string>): Record<string, string> {
	const address = valueOf(environment, 'DB_CONNECTION_STRING');
	if (address) return libpqVariablesOf(address);
	return {
		PGHOST: needed(environment, 'DB_HOST'),
		PGPORT: needed(environment, 'DB_PORT'),
		PGDATABASE: needed(environment, 'DB_DATABASE'),
		PGUSER: needed(environment, 'DB_USER'),
		PGPASSWORD: valueOf(environment, 'DB_PASSWORD') ?? ''
	};
}

/** Reads a required variable. @throws UserError where it is not set */
function needed(environment: Record<string, string>, name: string): string {
	const value = valueOf(environment, name);
	if (value) return value;
	throw new UserError(`${name} is not set.`, 'Set the DB_ variables that the site runs with.');
}

/** Not as an argument of a command: every user of a machine can read those. */
function libpqVariablesOf(address: string): Record<string, string> {
	const url = URL.parse(address);
	// not the address: it holds a password
	if (!url) throw new UserError('DB_CONNECTION_STRING is no address.');
	const sslMode = url.searchParams.get('sslmode');
	return {
		PGHOST: url.hostname,
		PGPORT: url.port || '5432',
		PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
		PGUSER: decodeURIComponent(url.username),
		PGPASSWORD: decodeURIComponent(url.password),
		...(sslMode && { PGSSLMODE: sslMode })
	};
}

function uploadsOf(environment: Record<string, string>): string | null {
	const name = (environment.STORAGE_LOCATIONS ?? '').toUpperCase();
	const isLocal = environment[`STORAGE_${name}_DRIVER`] === 'local';
	const root = environment[`STORAGE_${name}_ROOT`];
	return isLocal && root ? path.resolve(root) : null;
}

function valueOf(environment: Record<string, string>, name: string): string | null {
	const file = environment[`${name}_FILE`];
	return environment[name] ?? (file ? readFileSync(file, 'utf8').trim() : null);
}
