import { expect, test } from 'vitest';
import { findingsIn } from './refused-words.ts';

/** Written in halves, so that the check does not find them here. */
const [WHO, SOME] = ['who' + 'ever', 'Some' + 'body'];

test('a refused word is found in its line, with its replacement', () => {
	expect(findingsIn(`one\n// ${WHO} asks\n${SOME} else`)).toEqual([
		{ line: 2, word: WHO, instead: expect.stringContaining('visitor') as string },
		{ line: 3, word: SOME, instead: expect.stringContaining('member') as string }
	]);
});

test('a refused word is found in an identifier, in a plural and in a compound', () => {
	const [USER, WAY] = ['Obst' + 'acle', 'under' + 'Way'];
	const found = findingsIn(`is${USER} ${USER}s ${WAY}`).map(({ word }) => word);
	expect(found).toEqual([USER, USER, WAY]);
});

test.each(['everybody', 'who asks', 'a hearing', ''])('%j contains no refused word', (text) => {
	expect(findingsIn(text)).toEqual([]);
});
