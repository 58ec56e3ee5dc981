import { setTimeout as delay } from 'node:timers/promises';
import type { Exit, Processes, Program, RunningProgram } from './processes.ts';

const MAX_PAUSE_SECONDS = 60;
/** A program that has run for this long is sound: its next end is a first one again. */
const STABLE_SECONDS = 60;

/** How long to wait before the start that follows the `ends`-th end in a row: 1, 2, 4 … 60 seconds. */
export function pauseSeconds(ends: number): number {
	return Math.min(2 ** (ends - 1), MAX_PAUSE_SECONDS);
}

/** Starts programs that end by themselves again, as containers' restart policy does. The others run on meanwhile. */
export class Supervision {
	readonly #processes: Processes;
	readonly #report: (line: string) => void;
	readonly #pauseSeconds: (ends: number) => number;
	readonly #running: RunningProgram[] = [];
	#begun = false;

	/**
	 * @param report receives every end
	 * @param pause seconds before the start after so many ends in a row
	 */
	constructor(processes: Processes, report: (line: string) => void, pause = pauseSeconds) {
		this.#processes = processes;
		this.#report = report;
		this.#pauseSeconds = pause;
	}

	/** Looks after a program from the beginning on. */
	watch(running: RunningProgram): void {
		if (this.#begun) void this.#keep(running);
		else this.#running.push(running);
	}

	/**
	 * Starts programs again from now on: everything has worked once.
	 *
	 * @throws UserError where one has ended already
	 */
	begin(): void {
		const ended = this.#running.find((running) => running.hasEnded);
		if (ended) throw ended.failure('has ended, so everything stops');
		this.#begun = true;
		for (const running of this.#running) void this.#keep(running);
	}

	async #keep(first: RunningProgram): Promise<void> {
		const { program } = first;
		let running = first;
		for (let ends = 1; ; ends++) {
			const start = performance.now();
			// never started
			const exit = await running.exited.catch((): Exit => ({ code: null, signal: null }));
			if (performance.now() - start > STABLE_SECONDS * 1000) ends = 1;

			const { stopped } = this.#processes;
			if (stopped.aborted) return;
			const seconds = this.#pauseSeconds(ends);
			this.#report(lineAbout(program, exit, seconds));
			// keeps this process alive where nothing else does
			await delay(seconds * 1000, null, { signal: stopped }).catch(() => {});
			if (stopped.aborted) return;
			running = this.#startAgain(program) ?? running;
		}
	}

	/** Null where even that fails, as on a disk that is full: the next attempt is after the next pause. */
	#startAgain(program: Program): RunningProgram | null {
		try {
			return this.#processes.start(program, 'append');
		} catch (error) {
			this.#report(`${program.name} does not start: ${String(error)}`);
			return null;
		}
	}
}

function lineAbout({ name, log }: Program, { code, signal }: Exit, seconds: number): string {
	const how = signal ?? (code === null ? 'does not start' : `code ${code}`);
	return `${name} has ended (${how}) and starts again in ${seconds} s. Its log: ${log}`;
}
