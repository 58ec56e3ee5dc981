import {
	accessSync,
	constants,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isSystemError, replaceFile } from './files.ts';
import { UserError } from './user-error.ts';
import { killGroup, startOf } from './processes.ts';

interface ProcessRecord {
	pid: number;
	/** See startOf: without it a later process of the same number would be taken for ours. */
	start: string;
}

interface ClaimRecord extends ProcessRecord {
	children: ProcessRecord[];
}

const FILE = 'running.json';
const LEFTOVER_SECONDS = 5;

/** The lock of this process on a data folder, with the list of processes that it has started. */
export interface Claim {
	/** Notes the processes to be ended by the next start, should this process be killed. */
	note: (pids: number[]) => void;
	release: () => void;
}

/**
 * Locks the data folder for this process, and ends the processes that a killed predecessor left running.
 *
 * @throws UserError where the folder cannot be written, or another process has it
 */
export async function claim(folder: string): Promise<Claim> {
	makeFolder(folder);
	const file = path.join(folder, FILE);
	const self = { pid: process.pid, start: startOf(process.pid) ?? '' };

	while (!writeNew(file, { ...self, children: [] })) {
		const holder = read(file);
		if (holder && isRunning(holder)) {
			throw new UserError(
				`Portico already runs with the data folder ${folder} (process ${holder.pid}).`,
				`Stop it there with Ctrl-C or here with: kill ${holder.pid}`
			);
		}
		await endLeftovers(holder?.children ?? []);
		rmSync(file, { force: true });
	}

	return {
		note(pids) {
			const children = pids.map((pid) => ({ pid, start: startOf(pid) ?? '' }));
			replaceFile(file, JSON.stringify({ ...self, children }));
		},
		release() {
			rmSync(file, { force: true });
		}
	};
}

function makeFolder(folder: string): void {
	try {
		if (!existsSync(folder)) {
			makeParents(folder);
			mkdirSync(folder, { mode: 0o700 });
		}
		if (!existsSync(path.join(folder, 'logs'))) mkdirSync(path.join(folder, 'logs'));
		accessSync(folder, constants.W_OK);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserError(
			`The data folder ${folder} cannot be written: ${reason}`,
			'Choose another: npm start -- --data DIR'
		);
	}
}

/** Not mkdir's own `recursive`, which never returns where nothing can be made, as below /proc. */
function makeParents(folder: string): void {
	const parent = path.dirname(folder);
	if (existsSync(parent)) return;
	makeParents(parent);
	mkdirSync(parent);
}

function writeNew(file: string, record: ClaimRecord): boolean {
	try {
		writeFileSync(file, JSON.stringify(record), { flag: 'wx', mode: 0o600 });
		return true;
	} catch (error) {
		if (isSystemError(error, 'EEXIST')) return false;
		throw error;
	}
}

/** Null where the machine went down while the file was being written. */
function read(file: string): ClaimRecord | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as ClaimRecord; // we wrote it
	} catch {
		return null;
	}
}

function isRunning({ pid, start }: ProcessRecord): boolean {
	return startOf(pid) === start;
}

async function endLeftovers(children: ProcessRecord[]): Promise<void> {
	const deadline = Date.now() + LEFTOVER_SECONDS * 1000;
	for (const child of children.filter(isRunning)) killGroup(child.pid, 'SIGTERM');
	while (children.some(isRunning) && Date.now() < deadline) await delay(50);
	for (const child of children.filter(isRunning)) killGroup(child.pid, 'SIGKILL');
	while (children.some(isRunning)) await delay(50);
}
