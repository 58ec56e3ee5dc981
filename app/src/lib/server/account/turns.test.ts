import { expect, test } from 'vitest';
import { runAtDirectus, runInSequence, runUnlessQueueFull } from './turns.ts';

/** Work that stays pending until the test settles it. */
function held() {
	const gate = Promise.withResolvers<void>();
	const work = { started: false, end: gate.resolve, fail: gate.reject };
	const run = () => {
		work.started = true;
		return gate.promise;
	};
	return { work, run };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('work with the same key runs one after the other, in the order it came', async () => {
	const [first, second, other] = [held(), held(), held()];
	const all = [
		runInSequence('ada', first.run),
		runInSequence('ada', second.run),
		runInSequence('grace', other.run)
	];
	await settled();
	expect([first, second, other].map(({ work }) => work.started)).toEqual([true, false, true]);

	first.work.end();
	await settled();
	expect(second.work.started).toBe(true);
	for (const { work } of [second, other]) work.end();
	await Promise.all(all);
});

test('work that fails rejects only for its own caller, and the next one runs', async () => {
	const failing = runInSequence('ada', () => Promise.reject(new Error('no')));
	const next = runInSequence('ada', () => Promise.resolve('yes'));
	await expect(failing).rejects.toThrow('no');
	expect(await next).toBe('yes');
});

test('L08 at most four jobs run at Directus at once', async () => {
	const all = Array.from({ length: 6 }, held);
	const done = all.map(({ run }) => runAtDirectus(run));
	await settled();
	expect(all.filter(({ work }) => work.started)).toHaveLength(4);
	for (const { work } of all) work.end();
	await Promise.all(done);
	expect(all.every(({ work }) => work.started)).toBe(true);
});

test('L08 a job is refused while a hundred are waiting, and accepted once some have finished', async () => {
	const all = Array.from({ length: 100 }, held);
	const done = all.map(({ run }) => runUnlessQueueFull(run));
	expect(await runUnlessQueueFull(() => Promise.resolve('in'))).toBeNull();

	all[0]?.work.end();
	all[1]?.work.fail(new Error('no'));
	await Promise.allSettled(done.slice(0, 2));
	expect(await runUnlessQueueFull(() => Promise.resolve('in'))).toBe('in');
	for (const { work } of all) work.end();
	await Promise.allSettled(done);
});
