import { expect, test } from 'vitest';
import { checkQuery } from './query.ts';

const checkDeep = (deep: unknown) => checkQuery({ deep });

test.each([
	undefined,
	'',
	{},
	{ category: { _limit: 1, _sort: '-name', _fields: ['id', 'name'] } },
	{ category: { _filter: { name: { _eq: 'x' } }, _deep: { articles: { _limit: '2' } } } },
	'{"category":{"_filter":{"_or":[{"name":{"_in":["a","b"]}},{"id":{"_null":true}}]}}}',
	{ category: { _filter: '{"name":{"_eq":"x"}}' } },
	{ category: { _filter: { author: { _eq: '$CURRENT_USER' }, at: { _lt: '$NOW(-1 day)' } } } },
	{
		category: { _filter: { '$FOLLOW(articles,category)': { _some: { title: { _nnull: true } } } } }
	},
	{ category: 'x', list: ['x'] }
])('the nested query %j is accepted', (deep) => {
	expect(() => checkDeep(deep)).not.toThrow();
});

test.each([
	'x',
	'[]',
	'null',
	{ category: { _filter: 'x' } },
	{ category: { _filter: 'null' } },
	{ category: { _filter: { name: null } } },
	{ category: { _filter: { _and: 'x' } } },
	{ category: { _filter: { _and: { 0: {} } } } },
	{ category: { _filter: { _or: [null] } } },
	{ category: { _filter: { place: { _intersects: 'x' } } } },
	{ category: { _sort: { name: 'asc' } } },
	{ category: { _sort: [1] } },
	{ category: { _fields: 1 } },
	{ category: { _aggregate: 'x' } },
	{ category: { _meta: 1 } },
	{ category: { _alias: 'x' } },
	{ category: { _deep: 'x' } },
	{ category: { _deep: { articles: { _filter: 'x' } } } },
	{ category: { _filter: { name: { _eq: '$CURRENT_USER.email' } } } },
	{ category: { _filter: { name: { _in: ['$CURRENT_ROLE.name'] } } } },
	{ category: { articles: { _filter: { name: '$CURRENT_POLICIES.name' } } } }
])('the nested query %j is refused with 400', (deep) => {
	expect(() => checkDeep(deep)).toThrow(expect.objectContaining({ status: 400 }));
});

test('endless nesting is refused, without a stack overflow', () => {
	let deep: object = {};
	let filter: object = { _eq: 1 };
	for (let level = 0; level < 10_000; level++) {
		deep = { category: deep };
		filter = { category: filter };
	}
	expect(() => checkDeep(deep)).toThrow(expect.objectContaining({ status: 400 }));
	expect(() => checkDeep({ category: { _filter: filter } })).toThrow(
		expect.objectContaining({ status: 400 })
	);
});

test.each([
	{},
	{ fields: ['a_constructor', 'constructors', 'to_string', 'year(date)', 'item:pages.id'] },
	{ fields: '*.*', sort: '-title,category.name', meta: '*', groupBy: ['category'], limit: '1' },
	{ fields: ['id', 'category.name'], aggregate: { count: '*', min: ['id', 'sort'] } },
	{ aggregate: '{"count":"id"}', alias: { c: 'category' }, search: 'x', deep: {} },
	{ filter: '{"title":{"_eq":"x"}}', filters: 1, anything: { else: [null] } },
	{ filter: { _and: [{ category: { name: { _in: ['$CURRENT_USER', '$CURRENT_ROLES'] } } }] } },
	{ filter: { author: { _eq: '$CURRENT_ROLE' }, date: { _lt: '$NOW(-1 day)' }, title: 'x' } },
	{ filter: { '$FOLLOW(articles,category)': { _none: { title: { _eq: 'x' } } } }, sort: null }
])('the query %j is accepted', (query) => {
	expect(() => checkQuery(query)).not.toThrow();
});

test.each([
	null,
	1,
	'x',
	[],
	{ fields: { x: 'id' } },
	{ fields: [1] },
	{ sort: { title: 'asc' } },
	{ meta: { x: '*' } },
	{ groupBy: [null] },
	{ groupBy: [] },
	{ fields: 'id,category.constructor' },
	{ sort: ['-__proto__'] },
	{ aggregate: { count: 'toString' } },
	{ aggregate: 'x' },
	{ aggregate: { count: { x: 1 } } },
	{ aggregate: { count: [1] } },
	{ alias: '[' },
	{ deep: { category: { _alias: { x: 1 } } } },
	{ filter: 'x' },
	{ filter: { title: null } },
	{ filter: { _or: { title: 'x' } } },
	{ filter: { '$FOLLOW(articles)': { id: 1 } } },
	{ filter: { title: { _eq: '$CURRENT_USER.email' } } },
	{ filter: { title: '$CURRENT_ROLE.name' } },
	{ filter: { title: { _in: 'a,$CURRENT_POLICIES[0].id' } } },
	{ filter: '{"_or":[{"category":{"name":{"_contains":"\\u0024CURRENT_ROLES.name"}}}]}' }
])('the query %j is refused with 400', (query) => {
	expect(() => checkQuery(query)).toThrow(expect.objectContaining({ status: 400 }));
});
