import { expect, test } from 'vitest';
import { fitsBeside, runAll } from './schedule.ts';
import type { Need } from './suites.ts';

interface Job {
	name: string;
	weight: number;
	needs: Need | null;
}

/** Runs jobs that are ended by name. @returns the running jobs after each end */
async function watched(jobs: Job[], capacity: number, ends: string[]): Promise<string[]> {
	const running = new Map<string, () => void>();
	const all = runAll(jobs, fitsBeside(capacity), ({ name }) => {
		return new Promise((resolve) => running.set(name, resolve));
	});
	const seen = [[...running.keys()].join(' ')];
	for (const name of ends) {
		running.get(name)?.();
		running.delete(name);
		await new Promise(setImmediate);
		seen.push([...running.keys()].join(' '));
	}
	await all;
	return seen;
}

const job = (name: string, weight = 1, needs: Need | null = null): Job => ({ name, weight, needs });

test('jobs run in their order within the capacity', async () => {
	const seen = await watched([job('a'), job('b'), job('c')], 2, ['a', 'b', 'c']);
	expect(seen).toEqual(['a b', 'b c', 'c', '']);
});

test('a heavy job waits for capacity, and lighter jobs run before it', async () => {
	const jobs = [job('a'), job('b'), job('heavy', 2), job('c')];
	const seen = await watched(jobs, 3, ['a', 'b', 'c', 'heavy']);
	expect(seen).toEqual(['a b c', 'b c', 'c heavy', 'heavy', '']);
});

test('a job that is heavier than the capacity runs alone', async () => {
	const seen = await watched([job('heavy', 2), job('a')], 1, ['heavy', 'a']);
	expect(seen).toEqual(['heavy', 'a', '']);
});

test('a browser and containers never run at once, in either order', async () => {
	const jobs = [
		job('containers', 1, 'container engine'),
		job('browser', 1, 'Chromium'),
		job('other'),
		job('database', 1, 'container engine')
	];
	const seen = await watched(jobs, 3, ['containers', 'other', 'database', 'browser']);
	expect(seen).toEqual(['containers other database', 'other database', 'database', 'browser', '']);
	expect(await watched(jobs.slice(1), 3, ['browser', 'database', 'other'])).toEqual([
		'browser other',
		'other database',
		'other',
		''
	]);
});

test('after a stop no job begins, and running jobs are awaited', async () => {
	const begun: string[] = [];
	let stopped = false;
	await runAll(
		[job('a'), job('b')],
		fitsBeside(1),
		({ name }) => {
			begun.push(name);
			stopped = true;
			return Promise.resolve();
		},
		() => stopped
	);
	expect(begun).toEqual(['a']);
});

test('a failed job fails the whole run', async () => {
	const failing = runAll([job('a')], fitsBeside(1), () => Promise.reject(new Error('broken')));
	await expect(failing).rejects.toThrow('broken');
});
