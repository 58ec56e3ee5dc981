import { expect, test } from 'vitest';
import { unused } from './unused.ts';

test('a message that no source uses is found', () => {
	const sources = ['<h1>{m.signIn_title()}</h1>', 'const texts = { saved: m.notice_saved };'];
	expect(unused(['notice_saved', 'signIn_title', 'signIn_titles'], sources)).toEqual([
		'signIn_titles'
	]);
});
