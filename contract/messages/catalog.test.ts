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
const GERMAN = { list_count: '{count, plural, other {# Artikel}}', list_sort: 'Sortieren' };

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
		['an empty text', { ...GERMAN, list_sort: ' ' }, 'has no text'],
		['no text at all', { ...GERMAN, list_sort: 3 }, 'has no text']
	])('%s', (_, catalog, problem) => {
		const found = problems(catalog);
		expect(found).toHaveLength(1);
		expect(found[0]).toMatch(/^de\.json: /);
		expect(found[0]).toContain(problem);
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
