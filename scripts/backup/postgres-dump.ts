import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { isSystemError } from '../site/files.ts';
import { UserError } from '../site/user-error.ts';
import type { Postgres } from './installed-database.ts';

const PSQL = ['--no-psqlrc', '--quiet', '--no-align', '--tuples-only', '--set=ON_ERROR_STOP=1'];
const TABLES = `select count(*) from pg_tables where schemaname = 'public' and not ${isOfExtension('pg_tables.tablename')}`;

/** Other programs that are connected to this database. */
const OTHER_SESSIONS = `select count(*) from pg_stat_activity
	where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;

/** Removes every table that is not an extension's, as Directus makes nothing else. */
const CLEAR = `do $$
declare name text;
begin
	for name in select tablename from pg_tables where schemaname = 'public' and not ${isOfExtension('tablename')} loop
		execute format('drop table public.%I cascade', name);
	end loop;
end $$;
`;

/** Writes all that a database holds, as it is at one moment, to a file in the custom format of pg_dump. */
export async function dump(database: Postgres, file: string): Promise<void> {
	const { child, ended } = run(database, 'pg_dump', [
		'--format=custom',
		'--no-owner',
		'--no-privileges'
	]);
	const written = pipeline(child.stdout, createWriteStream(file, { mode: 0o600 }));
	await Promise.all([written, ended]);
}

/** The versions of Directus' migrations that have run in the database of which a file of `dump` is. */
export async function migrationsIn(file: string): Promise<string[]> {
	const table = ['--data-only', '--table=directus_migrations'];
	const { child, ended } = run({ environment: {} }, 'pg_restore', ['--file=-', ...table]);
	createReadStream(file).pipe(child.stdin);
	// pg_restore may close its input before the end of the file
	child.stdin.on('error', () => {});
	const [script] = await Promise.all([text(child.stdout), ended]);
	// rows stand between these lines, with tabs between their values
	const [, columns = '', rows = ''] =
		/^COPY \S+ \((.*)\) FROM stdin;\n([^]*?)^\\\.$/m.exec(script) ?? [];
	const version = columns.split(', ').indexOf('version');
	return rows.split('\n').flatMap((row) => row.split('\t')[version] || []);
}

/** Whether a database holds any tables. */
export async function isEmpty(database: Postgres): Promise<boolean> {
	return (await query(database, TABLES)) === '0';
}

/** How many other programs are connected to a database. */
export async function otherConnections(database: Postgres): Promise<number> {
	return Number(await query(database, OTHER_SESSIONS));
}

/**
 * Replaces the contents of a database with those of a file of `dump`, in one transaction.
 *
 * @throws UserError where that fails; then the database is as it was
 */
export async function replace(database: Postgres, file: string): Promise<void> {
	const script = run(database, 'pg_restore', ['--file=-', '--no-owner', '--no-privileges']);
	createReadStream(file).pipe(script.child.stdin);
	// where it finds out early that this is no dump
	script.child.stdin.on('error', () => {});
	const psql = run(database, 'psql', PSQL);
	// it ends at the first error, and then takes no more
	psql.child.stdin.on('error', () => {});
	psql.child.stdin.write(`begin;\n${CLEAR}`);
	script.child.stdout.pipe(psql.child.stdin, { end: false });
	const complete = script.ended.then(
		() => psql.child.stdin.end('\ncommit;\n'),
		(error: unknown) => {
			// a file that breaks off is no smaller database
			psql.child.stdin.end('\nrollback;\n');
			throw error;
		}
	);
	// where psql gave up, the rest of pg_restore's output is discarded
	const applied = psql.ended.catch((error: unknown) => {
		script.child.kill();
		throw error;
	});
	const [restored, done] = await Promise.allSettled([complete, applied]);
	for (const outcome of [done, restored]) if (outcome.status === 'rejected') throw outcome.reason;
}

async function query(database: Postgres, sql: string): Promise<string> {
	const { child, ended } = run(database, 'psql', [...PSQL, `--command=${sql}`]);
	const [answer] = await Promise.all([text(child.stdout), ended]);
	return answer.trim();
}

/** Starts a program of PostgreSQL; `ended` settles with its success, or rejects with an UserError. */
function run({ environment }: Pick<Postgres, 'environment'>, program: string, args: string[]) {
	const child = spawn(program, args, { env: { ...process.env, ...environment } });
	const complaint = text(child.stderr);
	const end = async () => {
		try {
			const [code] = (await once(child, 'close')) as [number | null];
			if (code !== 0) throw new UserError(`${program} failed.`, null, (await complaint).trim());
		} catch (error) {
			if (!isSystemError(error, 'ENOENT')) throw error;
			throw new UserError(
				`${program} is not installed.`,
				'Install the client programs of PostgreSQL, of the version of the server or newer.'
			);
		}
	};
	return { child, ended: end() };
}

function isOfExtension(table: string): string {
	return `exists (select from pg_depend where deptype = 'e' and objid = format('public.%I', ${table})::regclass)`;
}
