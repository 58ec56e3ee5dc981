import { expect, test } from 'vitest';
import { problemsIn, readCatalogs } from './catalog.ts';
import { CATALOGS } from './compile.ts';
import { MARKS, pseudo, PSEUDO_LANGUAGE } from './pseudo.ts';

/** Without the characters that turn words round. */
const seen = (message: string) => pseudo(message).replaceAll(/[\u202C\u202E]/g, '');

test.each([
	['Sign in', '⟦Šîĝñöö îñö⟧'],
	['New? <a>Sign in</a>', '⟦Ñéŵöö? <a>Šîĝñöö îñö</a>⟧'],
	['To {name}: {size, number}', '⟦Ţöö {name}: {size, number}⟧']
])('%s is %s', (english, expected) => {
	expect(seen(english)).toBe(expected);
});

test('a plural has all forms of Arabic', () => {
	const plural = seen('{n, plural, =0 {no} one {# day} other {# days}}');
	for (const form of ['=0', 'zero', 'one', 'two', 'few', 'many', 'other'])
		expect(plural).toContain(`${form}{`);
	expect(plural).toContain('many{# đåýšöö}');
});

test('every message of the site can be told in it, marked, at least 40 % longer', () => {
	const english = readCatalogs(CATALOGS).get('en') ?? new Map<string, string>();
	const texts = new Map([...english].map(([key, text]) => [key, pseudo(text)]));
	const pair = new Map([
		['en', english],
		[PSEUDO_LANGUAGE, texts]
	]);
	expect(problemsIn(pair)).toEqual([]);
	const letters = (text: string) => text.match(/\p{L}/gu)?.length ?? 0;
	const unchanged = /[{<]/;
	for (const [key, text] of english) {
		const told = texts.get(key) ?? '';
		expect([told[0], told.at(-1)]).toEqual([...MARKS]);
		if (!unchanged.test(text)) expect(letters(told)).toBeGreaterThanOrEqual(letters(text) * 1.4);
	}
});
