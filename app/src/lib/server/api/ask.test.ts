import { describe, expect, test } from 'vitest';
import { askFor } from './ask.ts';
import { COLLECTIONS } from './allowed.ts';
import { Refused } from './refused.ts';

const ask = (
	method: string,
	path: string,
	{ query = {}, body }: { query?: Record<string, unknown>; body?: unknown } = {}
) => askFor({ method, path, query, body });

function refusal(...given: Parameters<typeof ask>): string {
	try {
		ask(...given);
	} catch (error) {
		if (error instanceof Refused) return error.code;
		throw error;
	}
	return 'passed on';
}

describe('a read', () => {
	test('gets the fields of the list where it names none, or all', () => {
		const fields = COLLECTIONS.bookmarks?.read.join();
		expect(ask('GET', 'items/bookmarks').query).toEqual({ fields, limit: '100' });
		expect(ask('GET', 'items/bookmarks', { query: { fields: '*' } }).query.fields).toBe(fields);
	});

	test('passes on what the SDK writes', () => {
		const filter = { _and: [{ slug: { _in: ['a', 'b'] } }, { category: { _null: true } }] };
		const query = {
			fields: 'id,title',
			filter: JSON.stringify(filter),
			sort: '-published_at,title',
			search: 'doors',
			limit: '5',
			page: '2'
		};
		expect(ask('GET', 'items/articles', { query })).toEqual({
			method: 'GET',
			path: '/items/articles',
			query,
			body: undefined
		});
	});

	test('of a SEARCH takes the query from the body', () => {
		const body = { query: { fields: ['id', 'title'], filter: { slug: { _eq: 'a' } }, limit: 3 } };
		expect(ask('SEARCH', 'items/articles', { body })).toMatchObject({
			method: 'GET',
			query: { fields: 'id,title', filter: '{"slug":{"_eq":"a"}}', limit: '3' }
		});
	});

	test('gets 500 items at most', () => {
		const limit = (limit: string) => ask('GET', 'items/articles', { query: { limit } }).query.limit;
		expect([limit('-1'), limit('501'), limit('10'), limit('0')]).toEqual(['500', '500', '10', '0']);
	});

	test('of an aggregate names fields of the list', () => {
		const query = { aggregate: '{"count":"*"}', groupBy: 'category' };
		expect(ask('GET', 'items/articles', { query }).query).toEqual({
			aggregate: '{"count":["*"]}',
			groupBy: 'category',
			limit: '100'
		});
	});

	test.each<[string, Record<string, unknown>]>([
		['a field that is not listed', { fields: 'user_created' }],
		['a field of a relation', { fields: 'category.name' }],
		['wildcards of relations', { fields: '*.*' }],
		['a function', { fields: 'year(published_at)' }],
		['a sort across a relation', { sort: 'category.name' }],
		['a sort by a hidden field', { sort: '-user_created' }],
		['a filter across a relation', { filter: '{"user_created":{"email":{"_eq":"a"}}}' }],
		['a filter by $FOLLOW', { filter: '{"$FOLLOW(bookmarks,article)":{"id":{"_nnull":true}}}' }],
		['a filter by a function', { filter: '{"year(published_at)":{"_eq":2026}}' }],
		['a filter by a hidden field in a group', { filter: '{"_or":[{"user_created":{"_eq":"a"}}]}' }],
		['an aggregate over a hidden field', { aggregate: '{"min":"user_created"}' }],
		['groups by a function', { aggregate: '{"count":"*"}', groupBy: 'year(published_at)' }]
	])('G14 with %s is forbidden', (_what, query) => {
		expect(refusal('GET', 'items/articles', { query })).toBe('FORBIDDEN');
		expect(refusal('SEARCH', 'items/articles', { body: { query } })).toBe('FORBIDDEN');
	});

	test.each<[string, Record<string, unknown>]>([
		['deep', { deep: '{"category":{"_limit":1}}' }],
		['alias', { alias: '{"other":"category"}' }],
		['backlink', { backlink: 'false' }],
		['version', { version: 'draft' }],
		['export', { export: 'csv' }],
		['meta', { meta: '*' }],
		['a filter that is no JSON', { filter: '{' }],
		['an unknown operator', { filter: '{"slug":{"_regex":"a+"}}' }],
		['a quantifier', { filter: '{"category":{"_some":{"id":{"_eq":1}}}}' }],
		['an operand that is a filter', { filter: '{"category":{"_eq":{"id":1}}}' }],
		['a filter nested too deeply', { filter: nested(9) }],
		['an unknown aggregate', { aggregate: '{"version":"*"}' }],
		['a limit that is no number', { limit: '1e9' }],
		['a page below 1', { page: '0' }]
	])('with %s is an invalid query', (_what, query) => {
		expect(refusal('GET', 'items/articles', { query })).toBe('INVALID_QUERY');
	});
});

describe('a write', () => {
	test('passes on the fields that a member may set', () => {
		expect(ask('POST', 'items/bookmarks', { body: { article: 1 } })).toMatchObject({
			method: 'POST',
			path: '/items/bookmarks',
			body: { article: 1 }
		});
		for (const body of [[1, 2], { keys: [1, 2] }])
			expect(ask('DELETE', 'items/bookmarks', { body }).body).toEqual([1, 2]);
		const changes = { username: 'Ada', biography: null, birth_date: '1915-12-10' };
		expect(ask('PATCH', 'users/me', { body: changes }).body).toEqual(changes);
		expect(ask('DELETE', 'items/bookmarks/7').path).toBe('/items/bookmarks/7');
		const update = { keys: [1], data: { body: 'Well said.' } };
		expect(ask('PATCH', 'items/comments', { body: update }).body).toEqual(update);
	});

	test.each<[string, string, string, unknown]>([
		['of another owner', 'POST', 'items/bookmarks', { article: 1, user_created: 'another member' }],
		['of the email address', 'PATCH', 'users/me', { email: 'new@example.com' }],
		['of the password', 'PATCH', 'users/me', { password: 'long enough' }],
		['of the role', 'PATCH', 'users/me', { first_name: 'Ada', role: null }]
	])('%s is forbidden', (_what, method, path, body) => {
		expect(refusal(method, path, { body })).toBe('FORBIDDEN');
	});

	test.each<[string, string, string, unknown]>([
		['a nested item', 'POST', 'items/bookmarks', { article: { title: 'Mine' } }],
		['too many items', 'POST', 'items/bookmarks', Array.from({ length: 101 }, () => ({}))],
		['a query in place of keys', 'PATCH', 'items/comments', { query: {}, data: { body: '' } }],
		['a query in place of keys', 'DELETE', 'items/bookmarks', { query: {} }],
		['no keys', 'DELETE', 'items/bookmarks', []],
		['keys that are paths', 'DELETE', 'items/bookmarks', ['../articles/1']],
		['a username of spaces', 'PATCH', 'users/me', { username: '   ' }],
		['a birth to come', 'PATCH', 'users/me', { birth_date: '2999-01-01' }],
		['a long biography', 'PATCH', 'users/me', { biography: 'x'.repeat(501) }],
		['a number in place of a text', 'PATCH', 'users/me', { biography: 5 }],
		['no fields', 'POST', 'items/bookmarks', 'article']
	])('with %s is an invalid payload', (_what, method, path, body) => {
		expect(refusal(method, path, { body })).toBe('INVALID_PAYLOAD');
	});
});

test.each([
	['GET', ''],
	['GET', 'items'],
	['GET', 'items/'],
	['GET', 'items/directus_users'],
	['GET', 'items/site'],
	['GET', 'items/__proto__'],
	['GET', 'items/constructor'],
	['GET', 'items/bookmarks/1/2'],
	['GET', 'items/bookmarks/..'],
	['GET', 'items/bookmarks/a%2Fb'],
	['GET', '../items/bookmarks'],
	['GET', 'users'],
	['GET', 'users/6d656d62-6572-4000-8000-000000000001'],
	['GET', 'users/me/tfa'],
	['POST', 'users/me/tfa/generate'],
	['POST', 'auth/login'],
	['GET', 'utils/hash/generate'],
	['POST', 'graphql'],
	['GET', 'files'],
	['GET', 'assets/1'],
	['GET', 'portico/me']
])('G14 %s %s is forbidden', (method, path) => {
	expect(refusal(method, path, { body: {} })).toBe('FORBIDDEN');
});

test.each([
	['PUT', 'items/bookmarks'],
	['OPTIONS', 'items/bookmarks'],
	['POST', 'items/articles'],
	['PATCH', 'items/articles/1'],
	['DELETE', 'items/articles/1'],
	['DELETE', 'users/me'],
	['POST', 'items/bookmarks/1'],
	['SEARCH', 'users/me']
])('%s %s is not passed on', (method, path) => {
	expect(refusal(method, path, { body: {} })).toBe('METHOD_NOT_ALLOWED');
});

function nested(depth: number): string {
	return depth === 0 ? '{"slug":{"_eq":"a"}}' : `{"_and":[${nested(depth - 1)}]}`;
}
