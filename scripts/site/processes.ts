import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { EXIT_WITH_PARENT } from '../parent-exit.js';
import { UserError } from './user-error.ts';

/** A program to run. */
export interface Program {
	/** Human-readable name. */
	name: string;
	/** Arguments for Node, its file first; or a line for the shell. */
	command: string[] | string;
	cwd: string;
	environment: NodeJS.ProcessEnv;
	/** Takes the output; the output of an earlier run is kept beside it. */
	log: string;
}

/** How a process ended. */
export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

/** Treatment of the log of an earlier run: it is kept beside the new one, or appended to. */
export type LogMode = 'replace' | 'append';

const STOP_SECONDS = 10;
const TAIL_LINES = 20;

/** A running program. */
export class RunningProgram {
	readonly program: Program;
	readonly exited: Promise<Exit>;
	/** The first message it sends over the channel that Node gives to its children. */
	readonly message: Promise<unknown>;
	readonly #child: ChildProcess;

	/** @param log whether the output is appended to that of the last run, or replaces it */
	constructor(program: Program, log: LogMode = 'replace') {
		this.program = program;
		const output = log === 'append' ? openSync(program.log, 'a', 0o600) : newLog(program.log);
		const options: SpawnOptions = {
			cwd: program.cwd,
			env: program.environment,
			// leads a group of its own: the terminal's Ctrl-C reaches only us, and stopping reaches its children too
			detached: process.platform !== 'win32',
			stdio: ['ignore', output, output, 'ipc']
		};
		this.#child =
			typeof program.command === 'string'
				? spawn(program.command, { ...options, shell: true })
				: spawn(process.execPath, [...EXIT_WITH_PARENT, ...program.command], options);
		closeSync(output);
		this.message = new Promise((resolve) => this.#child.once('message', resolve));
		this.exited = new Promise((resolve, reject) => {
			this.#child.once('error', reject);
			this.#child.once('exit', (code, signal) => resolve({ code, signal }));
		});
	}

	/** Whether it has ended. */
	get hasEnded(): boolean {
		return this.#child.exitCode !== null || this.#child.signalCode !== null || !this.pid;
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	/** User error for a program that `failed`, with the last lines of its output. */
	failure(failed: string): UserError {
		const { name, log } = this.program;
		const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES);
		return new UserError(`${name} ${failed}`, `Its log: ${log}`, lines.join('\n'));
	}

	/** Ends it and its descendants with SIGTERM, then with SIGKILL where that takes too long. */
	async stop(): Promise<void> {
		const killTimer = setTimeout(() => this.kill('SIGKILL'), STOP_SECONDS * 1000);
		this.kill('SIGTERM');
		await this.exited.catch(() => {}); // never started
		clearTimeout(killTimer);
		// its descendants
		this.kill('SIGKILL');
	}

	/** Sends a signal to it and to everything it started. */
	kill(signal: 'SIGTERM' | 'SIGKILL'): void {
		if (this.pid) killGroup(this.pid, signal);
	}
}

/** Everything this process has started and must not leave behind. */
export class Processes {
	readonly #running = new Set<RunningProgram>();
	readonly #changed: (running: RunningProgram[]) => void;
	readonly #stop = new AbortController();
	#stopping: Promise<void> | null = null;

	/** @param changed receives the running programs whenever one starts or ends */
	constructor(changed: (running: RunningProgram[]) => void) {
		this.#changed = changed;
	}

	/** Aborted when all of them are to end. */
	get stopped(): AbortSignal {
		return this.#stop.signal;
	}

	/** Starts a program that is to run on. */
	start(program: Program, log?: LogMode): RunningProgram {
		if (this.stopped.aborted) throw new UserError('stopped');
		const running = new RunningProgram(program, log);
		this.#running.add(running);
		this.#changed([...this.#running]);
		const remove = () => {
			this.#running.delete(running);
			this.#changed([...this.#running]);
		};
		running.exited.then(remove, remove);
		return running;
	}

	/**
	 * Runs a program to its end.
	 *
	 * @throws UserError with its last lines where it fails
	 */
	async run(program: Program): Promise<RunningProgram> {
		const running = this.start(program);
		const { code } = await running.exited;
		if (this.stopped.aborted) throw new UserError('stopped');
		if (code !== 0) throw running.failure('failed');
		return running;
	}

	/** Ends all of them, the last started first. */
	stop(): Promise<void> {
		this.#stop.abort();
		this.#stopping ??= this.#stopAll();
		return this.#stopping;
	}

	/** Ends all of them at once, without waiting. */
	kill(): void {
		this.#stop.abort();
		for (const running of this.#running) running.kill('SIGKILL');
	}

	async #stopAll(): Promise<void> {
		for (const running of [...this.#running].reverse()) await running.stop();
	}
}

/** Sends a signal to a process and to everything it started, where they still are. */
export function killGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
	if (process.platform === 'win32') {
		spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
		return;
	}
	try {
		process.kill(-pid, signal);
	} catch {
		// no process is left in the group
	}
}

/**
 * When a process started, in a form that only ever equals itself; null where there is no such process.
 * Together with its id it distinguishes a process from a later one with the same id.
 */
export function startOf(pid: number): string | null {
	if (existsSync('/proc/self/stat')) return startFromProc(pid);
	if (process.platform === 'win32') return isAlive(pid) ? '' : null;
	const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
		encoding: 'utf8'
	});
	return status === 0 ? stdout.trim() : null;
}

/** Field 22 of /proc/PID/stat, see proc(5); the name before it may hold spaces and brackets. A zombie is gone. */
function startFromProc(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return state === 'Z' ? null : (fields[18] ?? null);
	} catch {
		return null;
	}
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

function newLog(file: string): number {
	if (existsSync(file)) {
		const { dir, name } = path.parse(file);
		renameSync(file, path.join(dir, `${name}.previous.log`));
	}
	return openSync(file, 'w', 0o600);
}
