import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestOptions } from '../support/directus-api.ts';
import { type Asker, World } from './world.ts';

let world: World;
beforeAll(async () => {
	world = await World.make();
});
afterAll(() => world.clear());

/** Requests rows by a condition on a word. */
type Probe = (word: string) => [path: string, options?: RequestOptions];

/** Ways to find an article by a word of it. */
const articleProbes: Record<string, Probe> = {
	'a filter': (word) => [items('articles', { body: { _contains: word } })],
	'a filter on another field': (word) => [items('articles', { slug: { _eq: word } })],
	'a filter in a combination': (word) => [
		items('articles', { _or: [{ _and: [{ title: { _starts_with: word } }] }] })
	],
	'a search': (word) => [`/items/articles?search=${word}`],
	'a count': (word) => [`${items('articles', { body: { _contains: word } })}&aggregate[count]=*`],
	'a count beside the rows': (word) => [
		`${items('articles', { body: { _contains: word } })}&limit=0&meta=filter_count`
	],
	'a greatest value': (word) => [`${items('articles', { slug: { _eq: word } })}&aggregate[max]=id`],
	'a grouping': (word) => [
		`${items('articles', { title: { _eq: word } })}&groupBy[]=audience&aggregate[count]=*`
	],
	'a search with a body': (word) => [
		'/items/articles',
		{ method: 'SEARCH', body: { query: { filter: { body: { _contains: word } } } } }
	],
	'a query in GraphQL': (word) => [
		'/graphql',
		{ body: { query: `{ articles(filter: {body: {_contains: "${word}"}}) { id } }` } }
	],
	'a count in GraphQL': (word) => [
		'/graphql',
		{
			body: {
				query: `{ articles_aggregated(filter: {body: {_contains: "${word}"}}) { countAll } }`
			}
		}
	],
	'the comments on it': (word) => [items('comments', { article: { body: { _contains: word } } })],
	'the bookmarks of it, counted': (word) => [
		`${items('bookmarks', { article: { title: { _eq: word } } })}&aggregate[count]=*`
	],
	'what its category is followed by': (word) => [
		items('categories', { '$FOLLOW(articles,category)': { body: { _contains: word } } })
	],
	'some that its category is followed by': (word) => [
		items('categories', {
			'$FOLLOW(articles,category)': { _some: { body: { _contains: word } } }
		})
	],
	'none that its category is followed by': (word) => [
		items('categories', {
			'$FOLLOW(articles,category)': { _none: { body: { _contains: word } } }
		})
	],
	'what its cover is followed by': (word) => [
		`/files?filter=${encode({ '$FOLLOW(articles,cover)': { body: { _contains: word } } })}`
	],
	'a filter of a nested collection': (word) => [
		`/items/comments?fields=id,article.id&deep=${encode({
			article: { _filter: { body: { _contains: word } } }
		})}`
	],
	'a deletion by query': (word) => [
		'/items/comments',
		{ method: 'DELETE', body: { query: { filter: { article: { body: { _contains: word } } } } } }
	],
	'an update by query': (word) => [
		'/items/articles',
		{
			method: 'PATCH',
			body: { query: { filter: { body: { _contains: word } } }, data: { title: 'found' } }
		}
	]
};

/** Ways to find a person by an address. */
const personProbes: Record<string, Probe> = {
	'a filter': (word) => [`/users?filter=${encode({ email: { _starts_with: word } })}`],
	'a search': (word) => [`/users?search=${word}`],
	'a count': (word) => [
		`/users?filter=${encode({ email: { _starts_with: word } })}&aggregate[count]=*`
	],
	'the articles written': (word) => [
		items('articles', { user_created: { email: { _starts_with: word } } })
	],
	'the comments written': (word) => [
		items('comments', { user_created: { email: { _starts_with: word } } })
	],
	'the files uploaded': (word) => [
		`/files?filter=${encode({ uploaded_by: { email: { _starts_with: word } } })}`
	],
	'the people of a role': (word) => [
		`/roles?filter=${encode({ users: { email: { _starts_with: word } } })}`
	],
	'the people of the own role': (word) => [
		`/users?filter=${encode({ role: { users: { email: { _starts_with: word } } } })}`
	],
	'who follows the own role': (word) => [
		`/users?filter=${encode({ role: { '$FOLLOW(directus_users,role)': { email: { _starts_with: word } } } })}`
	],
	'a deletion by query': (word) => [
		'/users',
		{ method: 'DELETE', body: { query: { filter: { email: { _starts_with: word } } } } }
	]
};

/** Hidden content, and the probes that would find it. */
const hidden: { asker: Asker; what: string; probes: Record<string, Probe> }[] = [
	...(['guest', 'member', 'newcomer'] as const).map((asker) => ({
		asker,
		what: 'premium article',
		probes: articleProbes
	})),
	...(['guest', 'member', 'premium', 'newcomer'] as const).flatMap((asker) =>
		['draft', 'article of tomorrow'].map((what) => ({ asker, what, probes: articleProbes }))
	),
	...(['guest', 'member', 'premium', 'editor', 'newcomer'] as const).map((asker) => ({
		asker,
		what: 'administrator',
		probes: personProbes
	}))
];

const attempts = hidden.flatMap(({ asker, what, probes }) =>
	Object.entries(probes).map(([by, probe]) => ({ asker, what, by, probe }))
);

describe('a query is answered as if hidden rows did not exist:', { retry: 0 }, () => {
	test.each(attempts)('$asker looks for the $what by $by', async ({ asker, what, probe }) => {
		const there = await answer(asker, probe, word(what));
		const notThere = await answer(asker, probe, randomUUID());

		expect(there).toEqual(notThere);
	});
});

describe('the same queries find readable rows:', () => {
	const everything = [
		...Object.entries(articleProbes).map(([by, probe]) => ({ what: 'premium article', by, probe })),
		...Object.entries(personProbes).map(([by, probe]) => ({ what: 'administrator', by, probe }))
	];
	// the others change the rows that they find
	const queries = everything.filter(({ by }) => !by.endsWith('by query'));

	test.each(queries)('an administrator finds the $what by $by', async ({ what, probe }) => {
		const there = await answer('administrator', probe, word(what));
		const notThere = await answer('administrator', probe, randomUUID());

		expect(there).not.toEqual(notThere);
	});
});

describe('the order of rows reveals nothing about related rows', { retry: 0 }, () => {
	test.each(['article.title', 'article.body', '-article.published_at', 'user_created.email'])(
		'comments by %s',
		async (sort) => {
			const { code } = await world.callDirectus('member', `/items/comments?sort=${sort}`);

			expect(code).toBe('FORBIDDEN');
		}
	);
});

test('an article is not read through a comment on it', async () => {
	const { data } = await world.callDirectus('member', '/items/comments?fields=article.*');

	expect(data).toEqual([{ article: null }]);
});

async function answer(asker: Asker, probe: Probe, word: string) {
	const { status, body } = await world.callDirectus(asker, ...probe(word));
	return { status, body };
}

/** A word that finds a row, or a person. */
function word(what: string): string {
	if (what !== 'administrator') return world.row(what).word;
	return world.person(what).email.split('@')[0] ?? '';
}

function items(collection: string, filter: object): string {
	return `/items/${collection}?filter=${encode(filter)}`;
}

function encode(value: object): string {
	return encodeURIComponent(JSON.stringify(value));
}
