import { expect, test, vi } from 'vitest';
import { InFlight } from './in-flight.ts';

function promised() {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	return { work: vi.fn(() => promise), resolve, reject };
}

test('work in flight is shared, and its result kept once', async () => {
	const inFlight = new InFlight<string>();
	const { work, resolve } = promised();
	const keep = vi.fn();
	const all = ['a', 'a', 'a'].map((key) => inFlight.share(key, work, keep));
	resolve('done');
	expect(await Promise.all(all)).toEqual(['done', 'done', 'done']);
	expect(work).toHaveBeenCalledTimes(1);
	expect(keep).toHaveBeenCalledExactlyOnceWith('done');
});

test('work that failed starts again with the next call', async () => {
	const inFlight = new InFlight<string>();
	const keep = vi.fn();
	await expect(inFlight.share('a', () => Promise.reject(new Error('no')), keep)).rejects.toThrow();
	expect(await inFlight.share('a', () => Promise.resolve('done'), keep)).toBe('done');
	expect(keep).toHaveBeenCalledExactlyOnceWith('done');
});

test('the result of invalidated work is never kept, however late it ends; the result of its successor is', async () => {
	const inFlight = new InFlight<string>();
	const [before, after] = [promised(), promised()];
	const keep = vi.fn();
	const first = inFlight.share('a', before.work, keep);
	inFlight.invalidate();
	const second = inFlight.share('a', after.work, keep);

	before.resolve('old');
	expect(await first).toBe('old');
	// still in flight, and still shared
	expect(inFlight.share('a', before.work, keep)).toBe(second);
	after.resolve('new');
	expect(await second).toBe('new');
	expect(keep).toHaveBeenCalledExactlyOnceWith('new');
});
