import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProgram } from './processes.ts';

const TIMEOUT_SECONDS = 120;
const PAUSE_MILLISECONDS = 100;

/**
 * Waits until a program that has just started reports that it is ready; `said` settles when it does.
 *
 * @throws UserError with the program's last lines where it ends, or reports nothing for too long
 */
export async function untilReady(running: RunningProgram, said: Promise<unknown>): Promise<void> {
	const controller = new AbortController();
	const problem = await Promise.race([
		said.then(() => null),
		running.exited.then(() => 'ended while it was starting'),
		delay(TIMEOUT_SECONDS * 1000, 'does not answer', { signal: controller.signal })
	]).finally(() => controller.abort());
	if (problem) throw running.failure(problem);
}

/** Settles when the address answers with a success, or the program has ended. */
export async function answers(url: string, running: RunningProgram): Promise<void> {
	let ended = false;
	running.exited.finally(() => (ended = true)).catch(() => {});
	while (!ended) {
		const response = await fetch(url).catch(() => null); // not listening yet
		await response?.body?.cancel();
		if (response?.ok) return;
		await delay(PAUSE_MILLISECONDS);
	}
}
