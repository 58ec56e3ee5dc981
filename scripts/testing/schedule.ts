import { CONTAINER_ENGINE, type Need } from './suites.ts';

/**
 * Works on all jobs in their order, as many at once as fit: a job that does not fit is passed over by later ones that
 * do, and begins in any case when nothing else runs.
 *
 * @param fits whether a job may begin beside these
 * @param isStopped whether no further job is to begin
 */
export async function runAll<Job>(
	jobs: Job[],
	fits: (job: Job, running: Job[]) => boolean,
	work: (job: Job) => Promise<void>,
	isStopped: () => boolean = () => false
): Promise<void> {
	const waiting = [...jobs];
	const running = new Map<Job, Promise<void>>();
	const nextThatFits = () =>
		waiting.find((job) => running.size === 0 || fits(job, [...running.keys()]));
	for (;;) {
		const next = isStopped() ? undefined : nextThatFits();
		if (next) {
			waiting.splice(waiting.indexOf(next), 1);
			running.set(
				next,
				work(next).finally(() => running.delete(next))
			);
		} else if (running.size > 0) await Promise.race(running.values());
		else return;
	}
}

/** The properties of a run that decide what may run at the same time. */
interface Load {
	weight: number;
	needs: Need | null;
}

/**
 * Returns a function that tells whether a run may begin beside others: their weights are at most the capacity, and no
 * browser runs beside containers. Each container brings a network interface, and a browser drops the requests that it
 * has not sent yet whenever one appears (Chromium: net::ERR_NETWORK_CHANGED).
 */
export function fitsBeside(capacity: number): (run: Load, running: Load[]) => boolean {
	return (run, running) =>
		running.reduce((sum, { weight }) => sum + weight, run.weight) <= capacity &&
		!running.some((other) => disturb(run, other) || disturb(other, run));
}

function disturb(containers: Load, browser: Load): boolean {
	const needsBrowser = browser.needs !== null && browser.needs !== CONTAINER_ENGINE;
	return containers.needs === CONTAINER_ENGINE && needsBrowser;
}
