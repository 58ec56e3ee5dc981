import { expect, test, vi } from 'vitest';
import { inTurns, shares } from './turns.ts';

test('every second round runs backwards, and the first is not counted', async () => {
	const order: string[] = [];
	let round = -1;
	const rounds = await inTurns(3, () => {
		round += 1;
		const turn = (name: string) => () => {
			order.push(name);
			return Promise.resolve(`${name}${round}`);
		};
		return Promise.resolve({ a: turn('a'), b: turn('b'), c: turn('c') });
	});
	expect(order.join('')).toBe('abccbaabccba');
	expect(rounds).toEqual([1, 2, 3].map((at) => ({ a: `a${at}`, b: `b${at}`, c: `c${at}` })));
});

test('a single round is not preceded by another', async () => {
	const measure = vi.fn<() => Promise<number>>().mockResolvedValue(1);
	expect(await inTurns(1, () => Promise.resolve({ a: measure }))).toEqual([{ a: 1 }]);
	expect(measure).toHaveBeenCalledTimes(1);
});

test('a share is taken within each round', () => {
	const rounds = [
		{ ours: 50, bare: 100 },
		{ ours: 6, bare: 10 },
		{ ours: 700, bare: 1_000 }
	];
	expect(
		shares(
			rounds,
			({ ours }) => ours,
			({ bare }) => bare
		)
	).toEqual({ median: 0.6, least: 0.5, most: 0.7 });
});
