import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { workingFolder } from './environment.ts';

const worker = fileURLToPath(new URL('./database-worker.ts', import.meta.url));

/** What a database holds. */
export interface DatabaseState {
	tables: string[];
	/** How many users there are. */
	users: number;
	/** Which model it was settled with; null where never, or where this kind of database cannot tell. */
	fingerprint: number | null;
}

/** What a database must hold, and the number to remember that by. */
export interface Settlement {
	tables: string[];
	fingerprint: number;
}

/** Reads what the database holds. */
export async function inspect(environment: Record<string, string>): Promise<DatabaseState> {
	const file = environment.DB_CLIENT === 'sqlite3' ? environment.DB_FILENAME : undefined;
	const header = file === undefined ? null : await readHeader(file);
	if (file !== undefined && !header) return { tables: [], users: 0, fingerprint: null };
	const state = (await run(environment, 'inspect')) as DatabaseState;
	return header ? { ...state, fingerprint: header.userVersion } : state;
}

/**
 * Whether the database was settled with this fingerprint. The fingerprint lies in the database, not beside it,
 * so that it is right after a backup was put back. For SQLite this reads four bytes and starts nothing.
 */
export async function isSettled(
	environment: Record<string, string>,
	fingerprint: number
): Promise<boolean> {
	if (environment.DB_CLIENT === 'sqlite3' && environment.DB_FILENAME) {
		const header = await readHeader(environment.DB_FILENAME);
		return header?.userVersion === fingerprint;
	}
	return (await inspect(environment)).fingerprint === fingerprint;
}

/**
 * Whether the database is what an interrupted first installation left: Directus' own tables, perhaps not all,
 * and nobody who could have put anything into them.
 */
export function isUnfinished({ tables, users }: DatabaseState): boolean {
	return tables.length > 0 && users === 0 && tables.every((table) => table.startsWith('directus_'));
}

/** Removes what `isUnfinished` found. */
export async function discard(environment: Record<string, string>): Promise<void> {
	await run(environment, 'discard');
}

/**
 * Makes sure that the tables are there, turns on SQLite's write-ahead log, and writes the fingerprint.
 *
 * @throws an Error where a table is missing
 */
export async function settle(
	environment: Record<string, string>,
	settlement: Settlement
): Promise<void> {
	await run(environment, 'settle', JSON.stringify(settlement));
}

/** Keeps others from setting up the same database. */
export interface Lock {
	release(): Promise<void>;
}

/**
 * Waits until nobody else holds the lock of this database, and holds it. It ends with this process at the latest.
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

/** Somebody who may do everything in Directus. */
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

async function readHeader(file: string): Promise<{ userVersion: number } | null> {
	const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
		if (cause.code === 'ENOENT') return null;
		throw cause;
	});
	if (!handle) return null;
	try {
		// https://www.sqlite.org/fileformat.html#user_version_number
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 60);
		return bytesRead === 4 ? { userVersion: buffer.readUInt32BE(0) } : null;
	} finally {
		await handle.close();
	}
}

function run(environment: Record<string, string>, ...task: string[]): Promise<unknown> {
	return runWorker(worker, environment, ...task);
}

/**
 * Runs a file that works in Directus' database as a process of its own.
 *
 * @returns the message it sends, if any
 * @throws an Error with what it printed when it fails
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
