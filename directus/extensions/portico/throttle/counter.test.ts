import { beforeEach, expect, test } from 'vitest';
import { Counter } from './counter.ts';

let now = 0;
let counter: Counter;
beforeEach(() => {
	now = 0;
	counter = new Counter(2, 60_000, () => now);
});

test('lets as many through as there may be, and tells the others how long to wait', () => {
	expect([counter.take('ada'), counter.take('ada')]).toEqual([0, 0]);
	now = 10_000;
	expect(counter.take('ada')).toBe(50_000);
	expect(counter.take('grace')).toBe(0);
});

test('begins anew when the window is over, however often somebody came in it', () => {
	for (let index = 0; index < 10; index++) counter.take('ada');
	now = 59_999;
	expect(counter.take('ada')).toBe(1);
	now = 60_000;
	expect(counter.take('ada')).toBe(0);
});

test('what is given back does not count', () => {
	for (let index = 0; index < 10; index++) {
		expect(counter.take('ada')).toBe(0);
		counter.giveBack('ada');
	}
	counter.giveBack('nobody');
	expect([counter.take('ada'), counter.take('ada')]).toEqual([0, 0]);
	expect(counter.take('ada')).toBeGreaterThan(0);
});

test('keeps a bounded number of people in mind, and forgets the first of them first', () => {
	for (const key of ['first', 'first']) counter.take(key);
	for (let index = 0; index < 99_999; index++) counter.take(`other ${index}`);
	for (const key of ['last', 'last']) counter.take(key);
	expect(counter.take('last')).toBeGreaterThan(0);
	expect(counter.take('first')).toBe(0);
});
