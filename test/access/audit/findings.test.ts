import { expect, test } from 'vitest';
import { CALLERS, type Caller, expectation } from './expectation.ts';
import { findings, matrix, kindsWithoutWords } from './findings.ts';
import { Sightings } from './sightings.ts';

const draft = { kind: 'draft page', text: 'zqdraft' };
const category = { kind: 'category', text: 'zqcategory' };
const words = [draft, category];
const kinds = new Set(words.map(({ kind }) => kind));
const question = { method: 'GET', path: '/somewhere' };

function seenBy(callers: Caller[], text: string): Sightings {
	const sightings = new Sightings(words);
	for (const caller of callers) sightings.note(caller, 'site', question, { status: 200, text });
	return sightings;
}

test('D41 a word that a caller may not see is a leak, by caller, kind and place', () => {
	const found = findings(
		seenBy(['guest'], '<b>ZQdraft</b>'),
		expectation,
		new Set(['draft page']),
		['guest']
	);
	expect(found).toEqual(['Leak: guest sees "draft page" at GET /somewhere (site).']);
});

test('D41 an audit that sees nothing fails for each word that a caller may see', () => {
	const found = findings(seenBy([], ''), expectation, kinds, ['guest', 'Editor']);
	expect(found).toEqual([
		'Blind: Editor sees "draft page" nowhere, and should.',
		'Blind: guest sees "category" nowhere, and should.',
		'Blind: Editor sees "category" nowhere, and should.'
	]);
});

test('an audit in which each caller sees the permitted words has no findings', () => {
	const sightings = seenBy([...CALLERS], 'zqcategory');
	for (const caller of ['Editor', 'Administrator']) {
		sightings.note(caller, 'Directus', question, { status: 200, text: '{"title":"zqdraft"}' });
	}
	expect(findings(sightings, expectation, kinds, [...CALLERS])).toEqual([]);
});

test('a kind of word without an expectation fails the audit', () => {
	const found = findings(new Sightings(words), expectation, new Set(['diary']), ['guest']);
	expect(found).toEqual(['There is no expectation for "diary".']);
});

test('a kind without a planted word fails the audit', () => {
	const others = new Set([...expectation.keys()].filter((kind) => kind !== 'flow'));
	expect(kindsWithoutWords(expectation, others)).toEqual(['No word stands for "flow".']);
});

test('a picture is seen where it is served, and not where it is refused', () => {
	const sightings = new Sightings(words);
	const picture = { ...question, shows: draft };
	sightings.note('guest', 'site', picture, { status: 404, text: '' });
	sightings.note('Editor', 'site', picture, { status: 200, text: 'RIFF' });
	const seen = ['guest', 'Editor'].map((caller) => sightings.where('draft page', caller));
	expect(seen).toEqual([null, 'GET /somewhere (site)']);
});

test('the matrix has a line for each kind, with the place of its first sighting', () => {
	const table = matrix(seenBy(['guest'], 'zqcategory'), kinds, ['guest', 'Member']).split('\n');
	expect(table).toHaveLength(3);
	expect(table[1]).toMatch(/^draft page +- +-$/);
	expect(table[2]).toMatch(/^category +yes +- +guest: GET \/somewhere \(site\)$/);
});
