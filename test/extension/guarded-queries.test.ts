import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
	administratorToken,
	callDirectus,
	asAdministrator,
	makeArticle,
	makeCategory,
	makeItem,
	makePerson,
	signIn,
	type Article,
	type Category,
	type RequestOptions
} from '../support/directus-api.ts';

/** Sees public articles, categories, own comments and itself; the hidden article and its author are neither. */
let token: string;
let category: Category;
let hidden: Article;
let author: { email: string; title: string };

beforeAll(async () => {
	const role = await makeRole();
	const reader = await makePerson({ role });
	const { id: authorId, email } = await makePerson({ role, title: 'Author' });
	author = { email, title: 'Author' };
	category = await makeCategory();
	hidden = await makeArticle({ category: category.id, audience: 'premium', body: 'treasure' });
	const { id } = await makeArticle({ category: category.id, body: 'pebble' });
	await asAdministrator(`/items/articles/${id}`, {
		method: 'PATCH',
		body: { user_created: authorId }
	});

	token = (await signIn(reader)).data.access_token;
	await callDirectus('/items/comments', { token, body: { article: hidden.id, body: 'A comment' } });
});

/** Sends a query that matches a hidden row, and the same query for a row that does not exist. */
type Attempt = (what: {
	body: string;
	email: string;
	title: string;
}) => [path: string, options?: RequestOptions];

/** A nested query that Directus takes longer to process. */
function late(levels: number): object {
	let inner: object = { _limit: 1 };
	for (let level = 0; level < levels; level++) inner = { _deep: { x: inner } };
	return levels > 0 ? inner : {};
}

const attempts: Record<string, Attempt> = {
	'a filter': ({ body }) => [items('articles', { body: { _contains: body } })],
	'a search': ({ body }) => [`/items/articles?search=${body}`],
	'a count': ({ body }) => [
		`${items('articles', { body: { _contains: body } })}&aggregate[count]=*`
	],
	'a filter over a relation': ({ body }) => [
		items('comments', { article: { body: { _contains: body } } })
	],
	'a filter over a relation, counted': ({ body }) => [
		`${items('comments', { article: { body: { _contains: body } } })}&aggregate[count]=*`
	],
	'a filter over a relation, counted beside the rows': ({ body }) => [
		`${items('comments', { article: { body: { _contains: body } } })}&limit=0&meta=filter_count`
	],
	'a filter over a relation, for one row': ({ body }) => [
		`${items('categories', { '$FOLLOW(articles,category)': { body: { _contains: body } } }, category.id)}`
	],
	'a filter that follows a relation back': ({ body }) => [
		items('categories', { '$FOLLOW(articles,category)': { body: { _contains: body } } })
	],
	'a filter for some that point here': ({ body }) => [
		items('categories', { '$FOLLOW(articles,category)': { _some: { body: { _contains: body } } } })
	],
	'a filter for none that points here': ({ body }) => [
		items('categories', { '$FOLLOW(articles,category)': { _none: { body: { _contains: body } } } })
	],
	'a filter inside a combination': ({ body }) => [
		items('comments', { _or: [{ _and: [{ article: { body: { _contains: body } } }] }] })
	],
	'a filter on people': ({ email }) => [
		items('articles', { user_created: { email: { _eq: email } } })
	],
	'a filter on people under a false name': ({ title }) => [
		items('articles', { 'user_created:articles': { title: { _eq: title } } })
	],
	'a filter on the people of a role': ({ email }) => [
		`/users?filter=${encode({ role: { users: { email: { _eq: email } } } })}`
	],
	'a filter on rows inside a row': ({ email }) => [
		`/roles?fields=users.id&deep=${encode({
			users: { _filter: { role: { users: { email: { _eq: email } } } } }
		})}`
	],
	...Object.fromEntries(
		[1, 2, 3, 4].map((levels): [string, Attempt] => [
			`a filter on the row that a row points to, made ready ${levels} levels late`,
			({ body }) => [
				`/items/articles?fields=category.id&filter=${encode({ category: { _eq: category.id } })}&deep=${encode(
					{
						category: {
							_filter: { '$FOLLOW(articles,category)': { body: { _starts_with: body } } },
							...late(levels)
						}
					}
				)}`
			]
		])
	),
	'a filter on the row that a row points to, with a value that is looked up': ({ body }) => [
		`/items/articles?fields=category.id&sort=id&filter=${encode({ category: { _eq: category.id } })}&deep=${encode(
			{
				category: {
					_filter: {
						_and: [
							{ '$FOLLOW(articles,category)': { body: { _contains: body } } },
							{ name: { _neq: '$CURRENT_USER.email' } }
						]
					}
				}
			}
		)}`
	],
	'a filter with a value that is looked up': ({ email }) => [
		items('articles', {
			_or: [{ body: { _eq: '$CURRENT_USER.email' } }, { title: { _eq: email } }]
		})
	],
	'a filter in GraphQL with a value that is looked up': ({ body }) => [
		'/graphql',
		{
			body: {
				query: `{ articles(filter: {_or: [
					{title: {_eq: "${body}"}}, {title: {_eq: "\\u0024CURRENT_USER.email"}}
				]}) { id } }`
			}
		}
	],
	'a search with a body, and a filter made ready late': ({ body }) => [
		'/items/articles',
		{
			method: 'SEARCH',
			body: {
				query: {
					fields: ['category.id'],
					filter: { category: { _eq: category.id } },
					deep: {
						category: {
							_filter: { '$FOLLOW(articles,category)': { body: { _contains: body } } },
							_deep: { x: { _limit: 1 } }
						}
					}
				}
			}
		}
	],
	'a search with a body': ({ body }) => [
		'/items/comments',
		{ method: 'SEARCH', body: { query: { filter: { article: { body: { _contains: body } } } } } }
	],
	'a query in GraphQL': ({ body }) => [
		'/graphql',
		{ body: { query: `{ comments(filter: {article: {body: {_contains: "${body}"}}}) { id } }` } }
	],
	'a deletion by query': ({ body }) => [
		'/items/articles',
		{ method: 'DELETE', body: { query: { filter: { body: { _contains: body } } } } }
	],
	'an update by query': ({ body }) => [
		'/items/articles',
		{
			method: 'PATCH',
			body: { query: { filter: { body: { _contains: body } } }, data: { title: 'x' } }
		}
	],
	'a deletion of people by query': ({ email }) => [
		'/users',
		{ method: 'DELETE', body: { query: { filter: { email: { _eq: email } } } } }
	]
};

describe.each(['a reader', 'a guest'])('%s', (who) => {
	test.each(Object.entries(attempts))(
		'learns nothing about hidden rows by %s',
		async (_name, attempt) => {
			const authorization = who === 'a guest' ? {} : { token };
			const answer = async (what: Parameters<Attempt>[0]) => {
				const [path, options] = attempt(what);
				const { status, body } = await callDirectus(path, { ...options, ...authorization });
				return { status, body };
			};

			const there = await answer({ body: 'treasure', ...author });
			const notThere = await answer({
				body: 'rubbish',
				email: 'nobody@example.com',
				title: 'Nobody'
			});

			expect(there).toEqual(notThere);
			expect(JSON.stringify(there)).not.toContain(hidden.slug);
		}
	);
});

/** Values that Directus takes from the caller, most of them from the database. */
const lookUps = fc
	.record({
		name: fc.constantFrom('USER', 'ROLE', 'ROLES', 'POLICIES'),
		path: fc.array(
			fc.constantFrom('email', 'name', 'role', 'users', 'id', 'policies', '*', '[0]'),
			{
				maxLength: 3
			}
		)
	})
	.map(({ name, path }) => [`$CURRENT_${name}`, ...path].join('.').replaceAll('.[', '['));

/** Filters on a category that look at its articles, most of which are hidden. */
const filters: fc.Arbitrary<object> = fc.letrec<{ filter: object }>((tie) => ({
	filter: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom(
			{ '$FOLLOW(articles,category)': { body: { _contains: '$WORD' } } },
			{ '$FOLLOW(articles,category)': { _some: { body: { _contains: '$WORD' } } } },
			{ '$FOLLOW(articles,category)': { _none: { body: { _starts_with: '$WORD' } } } },
			{ '$FOLLOW(articles,category)': { category: { id: { _gt: 0 } }, body: { _eq: '$WORD' } } }
		),
		fc.tuple(fc.constantFrom('_and', '_or'), tie('filter')).map(([key, filter]) => ({
			[key]: [filter]
		})),
		fc.tuple(tie('filter'), lookUps).map(([filter, value]) => ({
			_and: [filter, { name: { _neq: value } }]
		})),
		tie('filter').map((filter) => ({ _and: [{ id: { _gt: 0 } }, filter] }))
	)
})).filter;

/** Nested queries around such a filter: the deeper one goes on, the later Directus is done with it. */
const nestedQueries = fc
	.record({
		filter: filters,
		levels: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 24 })),
		isAliased: fc.boolean(),
		asText: fc.boolean()
	})
	.map(({ filter, levels, isAliased, asText }) => {
		const level = { _filter: asText ? JSON.stringify(filter) : filter, ...late(levels) };
		const name = isAliased ? 'c' : 'category';
		const alias = isAliased ? `&alias[c]=category` : '';
		return { deep: { [name]: level }, query: `fields=id,${name}.id${alias}&sort=id` };
	});

test('no nested query distinguishes hidden rows from missing ones, however it is built', async () => {
	await fc.assert(
		fc.asyncProperty(nestedQueries, fc.boolean(), async ({ deep, query }, isGuest) => {
			const answer = async (word: string) => {
				const nested = encodeURIComponent(JSON.stringify(deep).replaceAll('$WORD', word));
				const rows = encode({ category: { _eq: category.id } });
				const path = `/items/articles?${query}&filter=${rows}&deep=${nested}`;
				const { status, body } = await callDirectus(path, isGuest ? {} : { token });
				return { status, body };
			};
			expect(await answer('treasure')).toEqual(await answer('rubbish'));
		}),
		{ numRuns: 60 }
	);
}, 180_000);

/** Where a caller may put a filter. */
const places: Record<string, (filter: object) => [path: string, options?: RequestOptions]> = {
	'in the address': (filter) => [items('categories', filter)],
	'of one row': (filter) => [items('categories', filter, category.id)],
	'in the address, counted': (filter) => [`${items('categories', filter)}&aggregate[count]=*`],
	'of a nested query': (filter) => [
		`/items/articles?fields=category.id&deep=${encode({ category: { _filter: filter } })}`
	],
	'of a nested query in a body': (filter) => [
		'/items/articles',
		{ method: 'SEARCH', body: { query: { deep: { category: { _filter: filter } } } } }
	],
	'in a body': (filter) => [
		'/items/categories',
		{ method: 'SEARCH', body: { query: { filter: JSON.stringify(filter) } } }
	],
	'of an export': (filter) => [
		'/utils/export/categories',
		{ body: { format: 'json', query: { filter } } }
	],
	'in GraphQL': (filter) => [
		'/graphql',
		{
			body: {
				query: 'query ($filter: categories_filter) { categories(filter: $filter) { id } }',
				variables: { filter }
			}
		}
	],
	'in the address of GraphQL': (filter) => [
		`/graphql?query=${encodeURIComponent(
			'query ($filter: categories_filter) { categories(filter: $filter) { id } }'
		)}&variables=${encode({ filter })}`
	]
};

test('D26 a value that Directus would look up in the database is refused in every filter', async () => {
	const withPath = lookUps.filter((value) => /[.[]/.test(value));
	const place = fc.constantFrom(...Object.keys(places));
	const operator = fc.constantFrom('_eq', '_neq', '_contains', '_gt', '_in');
	await fc.assert(
		fc.asyncProperty(
			withPath,
			place,
			operator,
			fc.boolean(),
			async (value, place, key, isNested) => {
				const rule = { name: { [key]: key === '_in' ? ['x', value] : value } };
				const filter = isNested ? { _or: [{ id: { _gt: 0 } }, { _and: [rule] }] } : rule;
				const [path, options] = places[place]?.(filter) ?? [''];
				const { status, code } = await callDirectus(path, { ...options, token });
				expect([place, status, code]).toEqual([place, 400, 'INVALID_QUERY']);
			}
		),
		{ numRuns: 100 }
	);
}, 180_000);

test.each(['$CURRENT_USER', '$CURRENT_ROLE', '$CURRENT_ROLES', '$CURRENT_POLICIES', '$NOW'])(
	'the variable %s is accepted in a filter',
	async (value) => {
		const filter = { slug: { _nin: [value] } };
		expect((await callDirectus(items('categories', filter), { token })).status).toBe(200);
	}
);

test('the order of rows reveals nothing about related rows', async () => {
	const { status, code } = await callDirectus('/items/comments?sort=article.title', { token });

	expect([status, code]).toEqual([403, 'FORBIDDEN']);
});

test('own rows cannot be deleted by a filter on related rows', async () => {
	const { status, code } = await callDirectus('/items/comments', {
		token,
		method: 'DELETE',
		body: { query: { filter: { article: { body: { _contains: 'treasure' } } } } }
	});

	expect([status, code]).toEqual([403, 'FORBIDDEN']);
});

test('an article that is not readable is not read through a comment on it', async () => {
	const { data } = await callDirectus('/items/comments?fields=article.*', { token });

	expect(data).toEqual([{ article: null }]);
});

describe('D20 a query that Directus cannot read gets a 400, and Directus keeps running', () => {
	const bodies = [
		{ deep: { category: { _filter: 'x' } } },
		{ deep: { category: { _meta: 1 } } },
		{ deep: { category: { _alias: { x: 1 } } } },
		{ filter: { '$FOLLOW(articles)': { id: 1 } } },
		{ filter: { title: null } },
		{ filter: { _and: 'x' } },
		{ aggregate: { count: 1 } },
		{ aggregate: 'x' },
		{ meta: { x: 1 } },
		{ meta: 1 },
		{ fields: [1] },
		{ sort: [{}] },
		{ groupBy: [null] },
		{ groupBy: [] },
		'x',
		1
	];

	const attempts: [name: string, path: string, options?: RequestOptions][] = [
		...[
			'/items/articles?deep[category][_filter]=x',
			'/items/articles?deep={"category":{"_filter":{"name":null}}}',
			'/items/articles?deep={"category":{"_sort":1}}',
			'/items/articles?deep={"category":{"_filter":{"name":{"_eq":"$CURRENT_ROLE.name"}}}}',
			'/items/articles?filter={"title":{"_eq":"$CURRENT_ROLE.name"}}',
			'/items/articles?filter[$FOLLOW(articles)][id]=1',
			'/items/articles?meta[x]=*',
			'/items/articles?aggregate[count][x][y]=1',
			'/items/articles?sort[0][x]=title',
			'/items/articles?sort=constructor',
			'/items/articles?fields=category.toString',
			'/graphql?query={articles{id}}&deep[category][_filter]=x'
		].map((path): [string, string] => [path, path]),
		...bodies.map((query): [string, string, RequestOptions] => [
			`SEARCH ${JSON.stringify(query)}`,
			'/items/articles',
			{ method: 'SEARCH', body: { query } }
		]),
		['an export', '/utils/export/articles', { body: { format: 'json', query: bodies[0] } }]
	];

	describe.each(['a reader', 'an administrator'])('%s', (who) => {
		test.each(attempts)('%s', async (_name, path, options = {}) => {
			const as = who === 'a reader' ? { token } : { token: await administratorToken() };
			const { status, code } = await callDirectus(path, { ...options, ...as });

			expect([status, code]).toEqual([400, 'INVALID_QUERY']);
			expect((await callDirectus('/items/articles?limit=1', { token })).status).toBe(200);
		});
	});
});

describe('a permitted query is answered:', () => {
	test('a nested filter at any depth', async () => {
		const names = async (_eq: string, _deep: object) => {
			const deep = { category: { _filter: { slug: { _eq } }, ..._deep } };
			const { data } = await callDirectus<{ category: { slug: string } | null }[]>(
				`${items('articles', { category: { _eq: category.id } })}&fields=category.slug&deep=${encode(deep)}`,
				{ token }
			);
			return data.map((article) => article.category?.slug ?? null);
		};
		const late = { _deep: { x: { _limit: 1, _deep: { y: { _limit: 1 } } } } };

		for (const deep of [{}, late]) {
			expect(await names(category.slug, deep)).toEqual([category.slug]);
			expect(await names('another', deep)).toEqual([null]);
		}
	});

	test('a filter over a relation into a collection that is wholly readable', async () => {
		const { data } = await callDirectus<{ body: string }[]>(
			`${items('articles', { category: { slug: { _eq: category.slug } } })}&sort=category.name`,
			{ token }
		);

		expect(data.map(({ body }) => body)).toEqual(['pebble']);
	});

	test('any query of an administrator', async () => {
		const comments = await asAdministrator<unknown[]>(
			items('comments', { article: { id: { _eq: hidden.id } } })
		);

		expect(comments).toHaveLength(1);
	});

	test('a deletion by keys', async () => {
		const { data: comment } = await callDirectus<{ id: number }>('/items/comments', {
			token,
			body: { article: hidden.id, body: 'A comment too many' }
		});

		const { status } = await callDirectus('/items/comments', {
			token,
			method: 'DELETE',
			body: [comment.id]
		});

		expect(status).toBe(204);
	});
});

async function makeRole(): Promise<string> {
	const role = await makeItem<{ id: string }>('directus_roles', { name: 'Reader' });
	const own = { user_created: { _eq: '$CURRENT_USER' } };
	const fields = ['*'];

	await makeItem<{ id: string }>('directus_policies', {
		name: 'Reading in part',
		roles: [{ role: role.id }],
		permissions: [
			{
				collection: 'articles',
				action: 'read',
				permissions: { audience: { _eq: 'public' } },
				fields
			},
			{ collection: 'categories', action: 'read', permissions: {}, fields },
			{ collection: 'comments', action: 'read', permissions: own, fields },
			{ collection: 'comments', action: 'create', permissions: {}, fields },
			{ collection: 'comments', action: 'delete', permissions: own, fields },
			{
				collection: 'directus_roles',
				action: 'read',
				permissions: { id: { _eq: '$CURRENT_ROLE' } },
				fields
			},
			{
				collection: 'directus_users',
				action: 'read',
				permissions: { id: { _eq: '$CURRENT_USER' } },
				fields
			}
		]
	});
	return role.id;
}

function items(collection: string, filter: object, id?: number): string {
	const path = id === undefined ? collection : `${collection}/${id}`;
	return `/items/${path}?filter=${encode(filter)}`;
}

function encode(value: object): string {
	return encodeURIComponent(JSON.stringify(value));
}
