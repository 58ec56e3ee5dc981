import { describe, expect, test } from 'vitest';
import { inWords, summary } from './statistics.ts';

describe('a summary', () => {
	test('has the middle, the least and the most', () => {
		expect(summary([10, 2, 9])).toEqual({ median: 9, least: 2, most: 10 });
	});

	test('of an even number has the mean of the middle two', () => {
		expect(summary([4, 1, 3, 2]).median).toBe(2.5);
	});

	test('of no values is refused', () => {
		expect(() => summary([])).toThrow('Nothing was measured');
	});

	test('is printed with its spread', () => {
		expect(inWords(summary([0.6, 0.625, 0.7]))).toBe('0.63 (0.60 to 0.70)');
	});
});
