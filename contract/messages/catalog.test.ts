import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsIn, readCatalogs } from './catalog.ts';
import { CATALOGS } from './compile.ts';

const ENGLISH = {
	list_count: '{count, plural, one {# article} other {# articles}}',
	list_sort: 'Sort'
};
const GERMAN = {
	list_count: '{count, plural, one {# Artikel} other {# Artikel}}',
	list_sort: 'Sortieren'
};

describe('problems of catalogs', () => {
	test('none where every language has the same messages with the same values', () => {
		expect(problems(GERMAN)).toEqual([]);
	});

	test.each([
		['a message that is missing', { list_count: GERMAN.list_count }, '"list_sort" is missing'],
		['a message too many', { ...GERMAN, list_zero: 'Keine' }, '"list_zero" is not in en.json'],
		['another order', { list_sort: 'Sortieren', list_count: GERMAN.list_count }, 'alphabetical'],
		['a value that is missing', { ...GERMAN, list_count: 'Artikel' }, 'has no values, and in'],
		['a value of another type', { ...GERMAN, list_count: '{count} Artikel' }, '{count} (string)'],
		['an element that is missing', { ...GERMAN, list_sort: '<b>Sortieren</b>' }, 'has <b>'],
		['a syntax error', { ...GERMAN, list_sort: 'Sortieren {' }, '"list_sort": '],
		['a format that is unknown', { ...GERMAN, list_sort: '{day, date}' }, 'are known'],
		['a plural form that is misspelt', { ...GERMAN, list_count: withForm('eine') }, 'has "eine"'],
		['a plural form of another language', { ...GERMAN, list_count: withForm('few') }, 'has "few"'],
		['a number that no count equals', { ...GERMAN, list_count: withForm('=01') }, 'has "=01"'],
		[
			'a plural form that is missing',
			{ ...GERMAN, list_count: '{count, plural, other {# Artikel}}' },
			'lacks the plural form "one"'
		],
		['an empty text', { ...GERMAN, list_sort: ' ' }, 'has no text'],
		['no text at all', { ...GERMAN, list_sort: 3 }, 'has no text']
	])('%s', (_, catalog, problem) => {
		const found = problems(catalog);
		expect(found).toHaveLength(1);
		expect(found[0]).toMatch(/^de\.json: /);
		expect(found[0]).toContain(problem);
	});

	test('a number of its own beside the plural forms is none', () => {
		expect(problems({ ...GERMAN, list_count: withForm('=0') })).toEqual([]);
	});

	test('each plural form that a language needs is written, also within an element', () => {
		const polish = new Map([
			['list_count', '{count, plural, one {# artykuł} other {# artykułu}}'],
			['list_sort', 'Sortuj']
		]);
		const catalogs = new Map([['en', new Map(Object.entries(ENGLISH))]]).set('pl', polish);
		expect(problemsIn(catalogs)).toEqual([
			'pl.json: "list_count" lacks the plural form "few" for {count}.',
			'pl.json: "list_count" lacks the plural form "many" for {count}.'
		]);
		const inElement = new Map([['list_count', '<b>{count, plural, other {#}}</b>']]);
		expect(problemsIn(new Map([['en', inElement]]))).toEqual([
			'en.json: "list_count" lacks the plural form "one" for {count}.'
		]);
	});

	test.each([
		['{rank, selectordinal, one {#.} other {#.}}', '{rank, selectordinal} is unknown'],
		[
			'{count, plural, offset:1 one {# more} other {# more}}',
			'{count, plural} with an offset is unknown'
		],
		['{share, number, ::percent}', '{share, number} with a style is unknown'],
		['{share, number, integer}', '{share, number} with a style is unknown'],
		['<b>{share, number, percent}</b>', '{share, number} with a style is unknown'],
		['Dear {0}', '{0} is no name of a value: write one such as {name}'],
		['{0, number}', '{0} is no name of a value: write one such as {name}'],
		['{day, date}', 'only {name}, {name, number}, {name, plural, …} and <tag> are known']
	])('a text that the compiler would print wrong: %s', (text, problem) => {
		const catalogs = new Map([['en', new Map([['list_sort', text]])]]);
		expect(problemsIn(catalogs)).toEqual([`en.json: "list_sort": ${problem}`]);
	});

	test('a key without a group', () => {
		const catalogs = new Map([['en', new Map([['title', 'Title']])]]);
		expect(problemsIn(catalogs)).toEqual(['en.json: "title" is no key: write group_name.']);
	});

	test.each(['pt_BR', 'DE', 'portuguese'])(
		'a file whose name is no language tag: %s.json',
		(name) => {
			const english = new Map(Object.entries(ENGLISH));
			const found = problemsIn(new Map([['en', english]]).set(name, english));
			expect(found).toEqual([`${name}.json: its name is no language tag, such as fr or pt-BR.`]);
		}
	);

	test('no English', () => {
		expect(problemsIn(new Map([['de', new Map()]]))).toEqual(['en.json is missing.']);
	});
});

test.each([
	[
		'{ "a_plain": "Back", "b_plain": "Next", "a_plain": "Away" }',
		'en.json: "a_plain" is there twice.'
	],
	[String.raw`{ "a_plain": "Back", "\u0061_plain": "Away" }`, 'en.json: "a_plain" is there twice.']
])('a key that a catalog has twice is refused: %s', (json, problem) => {
	expect(() => catalogsOf(json)).toThrow(problem);
});

test('a text that looks like a key is none', () => {
	const json = String.raw`{ "a_plain": "\"a_plain\": \"Back\"", "b_plain": "a_plain" }`;
	expect(catalogsOf(json).get('en')?.size).toBe(2);
});

test('the catalogs of this site have no problems', () => {
	expect(problemsIn(readCatalogs(CATALOGS))).toEqual([]);
});

function withForm(form: string): string {
	return `{count, plural, ${form} {kein Artikel} one {# Artikel} other {# Artikel}}`;
}

function problems(german: Record<string, unknown>): string[] {
	const catalog = new Map(Object.entries(german)) as Map<string, string>; // also what no catalog may hold
	return problemsIn(
		new Map([
			['de', catalog],
			['en', new Map(Object.entries(ENGLISH))]
		])
	);
}

/** The catalogs of a folder with this one file for English. */
function catalogsOf(json: string) {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-catalogs-'));
	try {
		writeFileSync(path.join(folder, 'en.json'), json);
		return readCatalogs(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
