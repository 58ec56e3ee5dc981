import { describe, expect, test } from 'vitest';
import { judgeClocks, readClock, skewOf } from './clocks-check.ts';

const NOW = Date.parse('2026-01-01T00:00:00.500Z');
const second = (milliseconds: number) => Math.floor(milliseconds / 1000) * 1000;

/** Reading of a clock that is ahead, taken in the middle of a request. */
function reading(aheadSeconds: number, tookMilliseconds = 20) {
	const date = second(NOW + tookMilliseconds / 2 + aheadSeconds * 1000);
	return { date, sentAt: NOW, receivedAt: NOW + tookMilliseconds };
}

test.each([0, 1, 999, 1000, 1001, 30_000])(
	'a right clock is never reported, even if the answer takes %i ms',
	(took) => {
		for (let sentAt = NOW; sentAt < NOW + 1000; sentAt += 7) {
			for (const part of [0, 0.5, 1]) {
				const date = second(sentAt + took * part);
				expect(skewOf({ date, sentAt, receivedAt: sentAt + took })).toBe(0);
			}
		}
	}
);

describe('clocks', () => {
	test.each([
		['agree', 0, 0, 'ok clock'],
		['are four seconds apart', 4, 0, 'ok clock'],
		['are ten seconds apart', 10, 0, 'should clock'],
		['are ten minutes apart', 0, -600, 'must clock'],
		['agree with each other, not with this one', 600, 600, 'should clock-here']
	])('that %s', (_, site, directus, finding) => {
		const [{ id, severity } = { id: '', severity: '' }] = judgeClocks(
			reading(site),
			reading(directus)
		);
		expect(`${severity} ${id}`).toBe(finding);
	});

	test('without a Date header are unknown', () => {
		const silent = readClock({ headers: new Headers(), sentAt: NOW, receivedAt: NOW });
		expect(judgeClocks(silent, reading(0))).toMatchObject([{ severity: 'unknown' }]);
	});
});
