import { expect, test } from 'vitest';
import { complete } from './relations.ts';

const category = {
	collection: 'articles',
	field: 'category',
	related_collection: 'categories',
	schema: { on_delete: 'SET NULL' }
};
const { schema, ...identity } = category;

test.each([
	{ schema: { on_delete: 'CASCADE' } },
	{ meta: null },
	{ ...identity, schema },
	{ collection: 'articles', schema: null },
	{}
])('the change %j is completed with the fields that identify the relation', (changes) => {
	const given = { ...changes };
	complete(given, category);
	expect(given).toEqual({ ...changes, ...identity });
});

test('a relation to several collections is completed without a related collection', () => {
	const any = { collection: 'blocks', field: 'item', related_collection: null };
	const changes = { meta: {} };
	complete(changes, any);
	expect(changes).toEqual({ meta: {}, ...any });
});

test.each([
	{ collection: 'pages' },
	{ field: 'cover' },
	{ related_collection: null },
	{ related_collection: 'nowhere', schema },
	null,
	[],
	'x'
])('the change %j of a relation is refused with 400', (changes) => {
	expect(() => complete(changes, category)).toThrow(expect.objectContaining({ status: 400 }));
});
