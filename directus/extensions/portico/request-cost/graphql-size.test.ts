import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { measure } from './graphql-size.ts';

const sizeOf = (query: string) => {
	const { levels, aliases, fields, isEndless } = measure(parse(query));
	return { levels, aliases, fields, isEndless };
};

test.each([
	['{ a }', 1, 0, 1],
	['{ a { b { c } } d }', 3, 0, 4],
	['{ x: a { y: b } z: c }', 2, 3, 3],
	['query one { a { b } } query two { x: c }', 2, 1, 3],
	['mutation { a { ... on T { x: b { c } } } }', 3, 1, 3],
	['{ a { ...f } } fragment f on T { x: b { c } }', 3, 1, 3],
	['{ a { ...f ...f } ...f } fragment f on T { x: b }', 2, 3, 4],
	['{ a { __typename } __schema { types { fields { name } } } }', 2, 0, 6],
	['{ ...missing }', 0, 0, 0],
	['type T { a: Int }', 0, 0, 0]
])('D32 the size of a GraphQL query is measured: %s', (query, levels, aliases, fields) => {
	expect(sizeOf(query)).toEqual({ levels, aliases, fields, isEndless: false });
});

test.each([
	'{ ...a } fragment a on T { b { ...a } }',
	'fragment a on T { ...b } fragment b on T { c ...a } { d }'
])('D32 an endless GraphQL query is detected: %s', (query) => {
	expect(sizeOf(query).isEndless).toBe(true);
});

test('D32 fragments that double each other are counted in linear time', () => {
	const doubling = Array.from(
		{ length: 500 },
		(_, index) => `fragment f${index} on T { ...f${index + 1} ...f${index + 1} }`
	);
	const { aliases } = sizeOf(`{ ...f0 } ${doubling.join(' ')} fragment f500 on T { x: a }`);
	expect(aliases).toBeGreaterThanOrEqual(2 ** 500);
});
