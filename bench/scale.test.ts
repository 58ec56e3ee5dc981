import { expect, test } from 'vitest';
import { rows, type Run } from './scale.ts';

const memory = { heap: 40, resident: 200 };
const run = (differences: Partial<Run>): Run => ({
	members: 1_000,
	seconds: 60,
	viewsBegun: 600,
	viewsPerSecond: 10,
	latency: { median: 100, p99: 500 },
	memory: { start: memory, middle: memory, end: memory },
	calls: {},
	lookUps: 500,
	contentReads: 1_200,
	...differences
});

const verdicts = (few: Partial<Run>, many: Partial<Run>) =>
	rows(run(few), run({ members: 10_000, ...many })).map(({ met }) => met);

test('the rows of a scale say what is counted, of many members and of few', () => {
	const [views, reads, lookUps, heap] = rows(run({}), run({ members: 10_000, lookUps: 600 }));
	expect(views?.what).toBe('Views a second by 10000 members (by 1000)');
	expect(reads?.measured).toBe('2.00 ÷ 2.00 calls = 1.00; 20.0 (20.0) a second');
	expect(lookUps?.measured).toBe('10.0 (8.3)');
	expect(heap?.measured).toBe('heap 40, 40, 40 MB, process 200, 200, 200 MB');
});

test('content reads may not grow with members, nor look-ups exceed views, nor the heap its limit', () => {
	expect(verdicts({}, {})).toEqual([null, true, true, true]);
	expect(verdicts({}, { contentReads: 1_400 })).toEqual([null, false, true, true]);
	expect(verdicts({}, { lookUps: 601 })).toEqual([null, true, false, true]);
	const grown = { start: memory, middle: { ...memory, heap: 300 }, end: memory };
	expect(verdicts({}, { memory: grown })).toEqual([null, true, true, false]);
});

test('a member may be looked up once in each time that the app knows members', () => {
	expect(verdicts({ members: 100, lookUps: 300 }, {})).toEqual([null, true, true, true]);
	expect(verdicts({ members: 100, lookUps: 301 }, {})).toEqual([null, true, false, true]);
});
