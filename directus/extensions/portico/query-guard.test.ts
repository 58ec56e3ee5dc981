import { describe, expect, test } from 'vitest';
import { expectLinear } from '../../../test/support/growth.ts';
import type { Relations } from './endpoint.ts';
import {
	coversEveryRow,
	crossedCollections,
	isWriteByQuery,
	type Permission,
	type Query
} from './query-guard.ts';

describe('a query that stays in its collection', () => {
	test.each<Query>([
		{},
		{ filter: { title: { _eq: 'a' } } },
		{ filter: { category: { _eq: 1 } } },
		{ filter: { category: { _null: true } } },
		{ filter: { _and: [{ title: { _contains: 'a' } }, { _or: [{ slug: { _eq: 'a' } }] }] } },
		{ filter: { 'year(published_at)': { _eq: 2020 } } },
		{ filter: { place: { _intersects: { type: 'Point', coordinates: [0, 0] } } } },
		{ sort: ['-published_at', 'category'], group: ['year(published_at)'] },
		{ deep: { category: { _limit: 1, _filter: { name: { _eq: 'a' } } } } },
		{ deep: { unknown: { _filter: { a: { b: { _eq: 1 } } } } } }
	])('crosses into no other collection: %j', (query) => {
		expect(crossed('articles', query)).toEqual([]);
	});
});

describe('a query that reaches other collections', () => {
	test.each<[string, Query, string[]]>([
		['articles', { filter: { category: { name: { _eq: 'a' } } } }, ['categories']],
		['articles', { filter: { category: { id: { _gt: 1 } } } }, ['categories']],
		[
			'comments',
			{ filter: { article: { category: { name: { _eq: 'a' } } } } },
			['articles', 'categories']
		],
		[
			'comments',
			{ filter: { _or: [{ _and: [{ article: { body: { _contains: 'a' } } }] }] } },
			['articles']
		],
		['articles', { filter: { category: { _and: [{ name: { _eq: 'a' } }] } } }, ['categories']],
		// the existence of rows that refer here reveals something about them
		['articles', { filter: { comments: { _null: true } } }, ['comments']],
		['articles', { filter: { comments: { _some: { body: { _eq: 'a' } } } } }, ['comments']],
		['articles', { filter: { comments: { _none: {} } } }, ['comments']],
		['articles', { filter: { 'count(comments)': { _gt: 1 } } }, ['comments']],
		[
			'categories',
			{ filter: { '$FOLLOW(articles,category)': { body: { _eq: 'a' } } } },
			['articles']
		],
		['categories', { filter: { '$FOLLOW( articles , category )': { _none: {} } } }, ['articles']],
		['pages', { filter: { '$FOLLOW(blocks,item,collection)': { id: { _eq: 1 } } } }, ['blocks']],
		['blocks', { filter: { 'item:articles': { body: { _eq: 'a' } } } }, ['articles']],
		// Directus checks the permission for the collection after the colon, but joins the one of the relation
		['articles', { filter: { 'category:articles': { name: { _eq: 'a' } } } }, ['categories']],
		['comments', { sort: ['-article.title'] }, ['articles']],
		['comments', { sort: ['article.category.name'] }, ['articles', 'categories']],
		['articles', { sort: ['comments'] }, ['comments']],
		['articles', { group: ['count(comments)'] }, ['comments']],
		[
			'comments',
			{ deep: { article: { _filter: { category: { name: { _eq: 'a' } } } } } },
			['categories']
		],
		[
			'comments',
			{ deep: { article: { category: { _sort: ['$FOLLOW(articles,category).title'] } } } },
			['articles']
		],
		[
			'comments',
			{ alias: { about: 'article' }, deep: { about: { _sort: ['category.name'] } } },
			['categories']
		],
		[
			'comments',
			{ deep: { article: { _alias: { topic: 'category' }, topic: { _sort: ['articles.id'] } } } },
			['articles']
		]
	])('from %s with %j crosses into %j', (collection, query, collections) => {
		expect(crossed(collection, query)).toEqual(collections);
	});
});

describe('permissions', () => {
	const everything = permission({ permissions: null, fields: '*' });
	const published = permission({ permissions: { status: { _eq: 'published' } } });

	test('without a rule cover every row, with the rule as an object, a text or null', () => {
		for (const permissions of [null, {}, '{}', 'null']) {
			expect(coversEveryRow([permission({ permissions })])).toBe(true);
		}
	});

	test('with a rule do not cover every row', () => {
		expect(coversEveryRow([published])).toBe(false);
		expect(coversEveryRow([permission({ permissions: '{"status":{"_eq":"published"}}' })])).toBe(
			false
		);
	});

	test('that are missing do not cover every row', () => {
		expect(coversEveryRow([])).toBe(false);
	});

	test('for all fields of all rows cover every row despite a further rule', () => {
		expect(coversEveryRow([published, everything])).toBe(true);
	});

	test('for some fields of all rows do not: another rule may add fields for some rows', () => {
		const names = permission({ permissions: {}, fields: 'first_name,last_name' });
		const self = permission({ permissions: { id: { _eq: '$CURRENT_USER' } }, fields: 'email' });

		expect(coversEveryRow([names])).toBe(true);
		expect(coversEveryRow([names, self])).toBe(false);
	});

	test('for some addresses only do not cover every row', () => {
		expect(coversEveryRow([permission({ permissions: null, ip_access: '10.0.0.0/8' })])).toBe(
			false
		);
	});
});

test.each([
	['DELETE', { query: {} }, true],
	['PATCH', { query: {}, data: {} }, true],
	['PATCH', { query: 'a field of that name' }, false],
	['PATCH', { keys: [1], data: {} }, false],
	['DELETE', [1, 2], false],
	['DELETE', { keys: [1] }, false],
	['SEARCH', { query: {} }, false],
	['POST', { query: '{ articles { id } }' }, false],
	['DELETE', undefined, false]
])('a %s of %j writes by query: %j', (method, body, byQuery) => {
	expect(isWriteByQuery(method, body)).toBe(byQuery);
});

/** articles → categories, with `articles` back; comments → articles, with `comments` back; blocks → anything. */
const relations = [
	relation('articles', 'category', 'categories', 'articles'),
	relation('comments', 'article', 'articles', 'comments'),
	relation('blocks', 'item', null, null)
];

function relation(
	collection: string,
	field: string,
	related_collection: string | null,
	one_field: string | null
) {
	return { collection, field, related_collection, schema: null, meta: { one_field } };
}

function crossed(collection: string, query: Query): string[] {
	// it has the members of a relation that the guard reads
	return [...crossedCollections(collection, query, relations as unknown as Relations)];
}

function permission(values: Partial<Permission>): Permission {
	return { collection: 'articles', permissions: null, fields: '*', ip_access: null, ...values };
}

test.each(['a', '(', 'a(', '$FOLLOW(', 'a:', ',', ' ', '-', '.'])(
	'D33 the time for a field grows in proportion to its length: many %j',
	(part) => {
		expectLinear((times) => {
			const name = part.repeat(times);
			crossedCollections('articles', { filter: { [name]: { id: 1 } }, sort: [name] }, []);
			crossedCollections('articles', { filter: { [`$FOLLOW(${name}`]: 1 } }, []);
		});
	}
);
