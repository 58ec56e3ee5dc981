import { expect } from 'vitest';

const TIMES = 5_000;
const FACTOR = 8;
/** Work that grows with the size takes 8 times as long for 8 times as much, with its square 64 times. */
const MAX_GROWTH = 32;
/** Growth below this is noise. */
const MIN_MILLISECONDS = 2;
const ATTEMPTS = 4;

/** Expects that work grows no faster than its size, by its CPU time, which the load of the machine does not change. */
export function expectLinear(work: (times: number) => void): void {
	let growth = Infinity;
	for (let attempt = 0; attempt < ATTEMPTS && growth > MAX_GROWTH; attempt++) {
		const little = Math.max(cpuMilliseconds(work, TIMES), MIN_MILLISECONDS);
		growth = cpuMilliseconds(work, TIMES * FACTOR) / little;
	}
	expect(growth).toBeLessThanOrEqual(MAX_GROWTH);
}

function cpuMilliseconds(work: (times: number) => void, times: number): number {
	const before = process.cpuUsage();
	work(times);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
