import { describe, expect, test } from 'vitest';
import { type Comparison, deletions, isEmpty } from './model-comparison.ts';

type Part = Comparison['fields'][number];

const nothing: Comparison = { collections: [], fields: [], systemFields: [], relations: [] };
const whole: Part['diff'] = [{ kind: 'D' }];

function part(field: string | undefined, diff: Part['diff']): Part {
	return { collection: 'articles', ...(field && { field }), diff };
}

const named = (comparison: Partial<Comparison>) => deletions({ ...nothing, ...comparison });

test('equal models have no differing parts', () => {
	expect(isEmpty(nothing)).toBe(true);
	expect(isEmpty({ ...nothing, systemFields: [part('user', [{ kind: 'E' }])] })).toBe(false);
});

describe('a deletion by Directus', () => {
	test.each<[string, Partial<Comparison>, string]>([
		['a collection', { collections: [part(undefined, whole)] }, 'articles'],
		['a field', { fields: [part('title', whole)] }, 'articles.title'],
		['a relation', { relations: [part('author', whole)] }, 'articles.author (relation)'],
		[
			'a collection that becomes a folder',
			{ collections: [part(undefined, [{ kind: 'D', path: ['schema'] }])] },
			'articles'
		],
		[
			'a field that loses its column',
			{ fields: [part('title', [{ kind: 'D', path: ['schema'] }, { kind: 'E' }])] },
			'articles.title'
		]
	])('counts as %s', (_, comparison, name) => {
		expect(named(comparison)).toEqual([{ name, detail: null }]);
	});

	test.each<[string, Partial<Comparison>]>([
		['collection', { collections: [part(undefined, [{ kind: 'D', path: ['meta', 'status'] }])] }],
		['relation', { relations: [part('author', [{ kind: 'D', path: ['meta', 'status'] }])] }]
	])('counts as a missing detail of a %s', (_, comparison) => {
		expect(named(comparison)).toMatchObject([{ detail: 'meta.status' }]);
	});

	test('of one detail is no deletion of its field', () => {
		const diff: Part['diff'] = [{ kind: 'D', path: ['meta', 'options', 'choices'] }];

		expect(named({ fields: [part('title', diff)] })).toEqual([]);
	});

	test.each<Part['diff']>([
		[{ kind: 'N' }],
		[{ kind: 'E', path: ['meta', 'note'] }],
		// the first decides
		[
			{ kind: 'E', path: ['meta', 'note'] },
			{ kind: 'D', path: ['meta', 'status'] }
		],
		[{ kind: 'A', path: ['meta', 'translations'] }]
	])('counts as none where the first difference is %j', (...diff) => {
		expect(named({ collections: [part(undefined, diff)] })).toEqual([]);
	});
});
