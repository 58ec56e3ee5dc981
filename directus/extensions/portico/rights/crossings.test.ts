import { expect, test } from 'vitest';
import type { Relations } from '../endpoint.ts';
import { collectionsByKind } from './crossings.ts';
import type { ReadPermission } from './rights-key.ts';

const relations = [
	['articles', 'category', 'categories', null],
	['articles', 'cover', 'directus_files', null],
	['articles', 'user_created', 'directus_users', null],
	['comments', 'article', 'articles', 'comments'],
	['directus_users', 'role', 'directus_roles', 'users']
].map(([collection, field, related_collection, one_field]) => ({
	collection,
	field,
	related_collection,
	meta: { one_field }
})) as unknown as Relations; // nothing else of them is read

/** What an article depends on beyond its own collections, where policies have these rules. */
function crossed(...rules: [collection: string, rule: unknown][]): string[] {
	const permissions = rules.map(([collection, rule], index): ReadPermission => {
		return { policy: String(index), collection, rule, fields: '*' };
	});
	const { article } = collectionsByKind(permissions, relations);
	return [...article].filter((name) => !['articles', 'directus_files', 'site'].includes(name));
}

test('an article depends on its own collections where no rule looks into others', () => {
	expect(crossed()).toEqual([]);
	expect(
		crossed(['articles', { status: { _eq: 'published' }, category: { _nnull: true } }])
	).toEqual([]);
});

test.each<[unknown, string[]]>([
	[{ category: { slug: { _eq: 'news' } } }, ['categories']],
	[{ _or: [{ _and: [{ category: { slug: { _eq: 'news' } } }] }] }, ['categories']],
	[{ comments: { _some: { body: { _nnull: true } } } }, ['comments']],
	[{ 'count(comments)': { _gt: 3 } }, ['comments']],
	[{ '$FOLLOW(comments,article)': { id: { _nnull: true } } }, ['comments']],
	[{ user_created: { role: { name: { _eq: 'Editor' } } } }, ['directus_users', 'directus_roles']]
])('the rule %j adds what it looks into', (rule, collections) => {
	expect(crossed(['articles', rule]).sort()).toEqual(collections.sort());
});

test('what a rule looks into has rules that look further', () => {
	expect(
		crossed(
			['directus_files', { '$FOLLOW(articles,cover)': { category: { slug: { _eq: 'news' } } } }],
			['categories', { '$FOLLOW(articles,category)': { 'count(comments)': { _gt: 0 } } }],
			['bookmarks', { article: { user_created: { email: { _nnull: true } } } }]
		).sort()
	).toEqual(['categories', 'comments']);
});
