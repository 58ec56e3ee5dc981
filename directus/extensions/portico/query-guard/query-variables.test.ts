import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkGraphql, hasDatabaseLookup } from './query-variables.ts';

test.each([
	'$CURRENT_USER.email',
	'$CURRENT_ROLE.name',
	'$CURRENT_POLICIES[0].id',
	'a,$CURRENT_ROLES.x'
])('Directus looks up the value %s', (value) => expect(hasDatabaseLookup(value)).toBe(true));

test.each([
	'$CURRENT_USER',
	'$CURRENT_ROLES',
	'$CURRENT_POLICIES',
	'$NOW',
	'$NOW(-1 day)',
	'a.b',
	''
])('Directus does not look up the value "%s"', (value) =>
	expect(hasDatabaseLookup(value)).toBe(false)
);

/** A character as GraphQL takes it. */
const written = fc.constantFrom<(character: string) => string>(
	(character) => character,
	(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	(character) => `\\u{${character.charCodeAt(0).toString(16).toUpperCase()}}`
);

test('a value that Directus looks up is found in GraphQL, with any escaping', () => {
	fc.assert(
		fc.property(
			fc.constantFrom('$CURRENT_USER.email', '$CURRENT_ROLE.name', '$CURRENT_POLICIES.name'),
			fc.array(written, { minLength: 30, maxLength: 30 }),
			(value, writings) => {
				const text = [...value].map((character, at) => writings[at]?.(character)).join('');
				const query = `{ articles(filter: {title: {_eq: "${text}"}}) { id } }`;
				expect(() => checkGraphql([{}, { query }])).toThrow();
				expect(() => checkGraphql([{ query }, {}])).toThrow();
			}
		)
	);
});

test('a value that Directus looks up is found in the variables of GraphQL, as text or as an object', () => {
	const variables = { filter: { title: { _in: ['x', '$CURRENT_USER.email'] } } };
	expect(() => checkGraphql([{}, { variables }])).toThrow();
	expect(() => checkGraphql([{ variables: JSON.stringify(variables) }, {}])).toThrow();
	const escaped = '{"filter":{"title":"\\u0024CURRENT_USER.email"}}';
	expect(() => checkGraphql([{ variables: escaped }, {}])).toThrow();
});

test('GraphQL without such values passes', () => {
	const query = 'query ($f: articles_filter) { articles(filter: $f) { id } }';
	const variables = { f: { user_created: { _eq: '$CURRENT_USER' } } };
	expect(() => checkGraphql([{}, { query, variables }])).not.toThrow();
	expect(() => checkGraphql([{}, undefined])).not.toThrow();
	expect(() => checkGraphql([{}, { query: '\\u{ffffffff} \\u00' }])).not.toThrow();
});
