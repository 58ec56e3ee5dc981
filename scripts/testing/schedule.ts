/**
 * Works on all jobs in their order, as many at once as their weights allow: a job that does not fit is passed over by
 * later ones that do, and one that is heavier than everything runs when nothing else does.
 *
 * @param isStopped whether no further job is to begin
 */
export async function runAll<Job extends { weight: number }>(
	jobs: Job[],
	capacity: number,
	work: (job: Job) => Promise<void>,
	isStopped: () => boolean = () => false
): Promise<void> {
	const waiting = [...jobs];
	const running = new Map<Job, Promise<void>>();
	const nextThatFits = () => {
		const used = [...running.keys()].reduce((sum, { weight }) => sum + weight, 0);
		return waiting.find(({ weight }) => used === 0 || used + weight <= capacity);
	};
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
