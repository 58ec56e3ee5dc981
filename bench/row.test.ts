import { expect, test } from 'vitest';
import { table } from './row.ts';

test('the table shows for each measured row whether its limit is met', () => {
	const row = (what: string, met: boolean | null) => ({
		what,
		measured: '1',
		limit: '≤ 2',
		met,
		figures: null
	});
	expect(table([row('a', true), row('something', false), row('c', null)]).split('\n')).toEqual([
		'What       Measured  Must be  Met',
		'a          1         ≤ 2      yes',
		'something  1         ≤ 2      NO',
		'c          1         ≤ 2      -'
	]);
});
