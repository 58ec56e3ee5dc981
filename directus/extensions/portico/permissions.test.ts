import { expect, test } from 'vitest';
import { byCollection } from './permissions.ts';

const rule = { status: { _eq: 'published' } };
const read = { collection: 'articles', action: 'read' };

test.each([null, {}, '{}'])('without a rule for rows (%j) all of them are meant', (permissions) => {
	expect(byCollection([{ ...read, permissions }])).toEqual({
		articles: { read: { access: 'full' } }
	});
});

test.each([[rule], [JSON.stringify(rule)]])('a rule for rows (%j) means a part', (permissions) => {
	expect(byCollection([{ ...read, permissions }])).toEqual({
		articles: { read: { access: 'partial' } }
	});
});

test('as in Directus, one rule makes a part of what several permissions mean together', () => {
	const permissions = [
		{ ...read, permissions: null },
		{ ...read, permissions: rule },
		{ ...read, permissions: null },
		{ collection: 'comments', action: 'create', permissions: null }
	];
	expect(byCollection(permissions)).toEqual({
		articles: { read: { access: 'partial' } },
		comments: { create: { access: 'full' } }
	});
});
