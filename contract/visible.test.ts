import { expect, test } from 'vitest';
import { visible } from './visible.ts';

test.each(['Ada', ' x ', '。', '🚪', '\u200bx', 'ـ'])('the text %j is visible', (text) => {
	expect(visible(text)).toBe(text);
});

test.each([
	'',
	' \t',
	'\u00a0',
	'\u200b\u200d',
	'\u3164',
	'\u2060\ufeff',
	'\u0000\u007f',
	'\u2800',
	'\ud800',
	'\u{e0020}'
])('the text %j is not visible', (text) => expect(visible(text)).toBeNull());

test('a missing text is not visible', () => {
	expect(visible(null)).toBeNull();
});
