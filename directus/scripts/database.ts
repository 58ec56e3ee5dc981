import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { workingFolder } from './environment.ts';

const worker = fileURLToPath(new URL('./database-worker.ts', import.meta.url));

/** What a database holds. */
export interface DatabaseState {
	tables: string[];
	/** Collections that Directus keeps settings of: all of ours, and folders. */
	collections: string[];
	/** As `collection.field`. */
	fields: string[];
	/** How many users there are. */
	users: number;
}

/** Whether Directus keeps this installation in a SQLite file, and in which. */
export function sqliteFile(environment: Record<string, string>): string | null {
	return environment.DB_CLIENT === 'sqlite3' ? (environment.DB_FILENAME ?? null) : null;
}

/** Reads what the database holds. */
export async function inspect(environment: Record<string, string>): Promise<DatabaseState> {
	return (await run(environment, 'inspect')) as DatabaseState;
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

/** Turns on SQLite's write-ahead log, and writes into the file which model it has. Other databases need neither. */
export async function settle(
	environment: Record<string, string>,
	fingerprint: number
): Promise<void> {
	await run(environment, 'settle', String(fingerprint));
}

/**
 * The fingerprint in the header of a SQLite file, or null where there is no such file. It lies in the file, not
 * beside it, so that it is right after a backup was put back.
 */
export async function readFingerprint(file: string): Promise<number | null> {
	const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
		if (cause.code === 'ENOENT') return null;
		throw cause;
	});
	if (!handle) return null;
	try {
		// https://www.sqlite.org/fileformat.html#user_version_number
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 60);
		return bytesRead === 4 ? buffer.readUInt32BE(0) : null;
	} finally {
		await handle.close();
	}
}

async function run(environment: Record<string, string>, ...task: string[]): Promise<unknown> {
	const cwd = workingFolder(environment);
	await mkdir(cwd, { recursive: true });
	const child = fork(worker, task, {
		cwd,
		env: environment,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		execArgv: []
	});
	let log = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => (log += text));
	}
	let answer: unknown;
	child.on('message', (message) => (answer = message));
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) {
		throw new Error(
			`Directus' database could not be opened (${path.basename(worker)} ${task[0]}):\n\n${log.trim()}`
		);
	}
	return answer;
}
