import { expect, test } from 'vitest';
import { parseSettings } from './bench-settings.ts';

test('settings without an option keep their default', () => {
	const quick = parseSettings(['--quick', '--rounds', '5']);
	expect(quick).toMatchObject({ rounds: 5, seconds: 1, storm: 100 });
	expect(parseSettings([])).toMatchObject({ connections: 10, storm: 1_000 });
});

test.each([['--rounds', '0'], ['--seconds', 'long'], ['--faster']])(
	'an invalid option or value is refused by its name: %s %s',
	(...args) => {
		expect(() => parseSettings(args)).toThrow(args[0]);
	}
);

test('--scale measures many members in place of everything else', () => {
	expect(parseSettings([])?.scale).toBeNull();
	expect(parseSettings(['--scale'])?.scale).toMatchObject({
		members: [1_000, 10_000],
		articles: 10_000
	});
});

test('--help runs no benchmark', () => {
	expect(parseSettings(['--help'])).toBeNull();
});
