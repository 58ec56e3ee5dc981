import { describe, expect, test } from 'vitest';
import { expectLinear } from '../../../test/support/growth.ts';
import { countWords, parseSelection } from './teasers.ts';

test.each([
	['', 0],
	['<p></p>', 0],
	['<p>One</p><p>two</p>', 2],
	['<p>It’s well-known: <a href="/a b c">three</a> &amp; four</p>', 4],
	['one&nbsp;two &#8212; three', 3],
	['caf&eacute; au lait', 3],
	['Grüße, Москва!', 2],
	['漢字 と かな', 5],
	['— … 42', 1],
	['1 < 2 <b>or</b> 3 < 4', 4],
	['<b>one</b', 1],
	['< one > two', 1]
])('the words of %j are counted', (html, words) => {
	expect(countWords(html)).toBe(words);
});

describe('D33 counting words takes twice as long for twice as much of', () => {
	test.each(['<', '<a ', '>', '&', '&#', '&nbsp', '&amp;', ' ', '漢', '<p>', 'a<', '<!--'])(
		'%j',
		(part) => {
			expectLinear((times) => countWords(part.repeat(times)));
		}
	);
});

test('the default selection is the first twenty of all teasers', () => {
	expect(parseSelection({})).toEqual({
		slug: undefined,
		category: undefined,
		ids: undefined,
		limit: 20,
		offset: 0
	});
});

test('a selection is read from the query string', () => {
	expect(
		parseSelection({
			slug: 'über-uns',
			category: 'news',
			ids: '3,1,2147483647',
			limit: '100',
			offset: '40'
		})
	).toEqual({
		slug: 'über-uns',
		category: 'news',
		ids: [3, 1, 2_147_483_647],
		limit: 100,
		offset: 40
	});
});

test.each<Record<string, unknown>>([
	{ limit: '0' },
	{ limit: '101' },
	{ limit: '' },
	{ limit: ' 1' },
	{ limit: '0x10' },
	{ limit: ['1', '2'] },
	{ offset: '-1' },
	{ offset: '9'.repeat(17) },
	{ slug: '' },
	{ slug: ['a'] },
	{ category: { _neq: 'a' } },
	{ category: 'a\0' },
	{ ids: '' },
	{ ids: '1,' },
	{ ids: '1 or 1' },
	{ ids: '2147483648' },
	{ ids: ['1', '2'] },
	{ ids: Array.from({ length: 101 }, () => '1').join(',') },
	{ fields: 'body' }
])('the selection %j is refused', (query) => {
	expect(() => parseSelection(query)).toThrow('Invalid query');
});
