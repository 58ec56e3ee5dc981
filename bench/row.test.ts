import { expect, test } from 'vitest';
import { table } from './row.ts';

test('a table says of each row whether it is met, and of none that was not measured', () => {
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
