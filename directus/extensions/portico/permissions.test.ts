import { expect, test } from 'vitest';
import { byCollection } from './permissions.ts';

const rule = { status: { _eq: 'published' } };
const read = { collection: 'articles', action: 'read' };

test.each([null, {}, '{}'])('a permission without a rule for rows (%j) is full', (permissions) => {
	expect(byCollection([{ ...read, permissions }])).toEqual({
		articles: { read: { access: 'full' } }
	});
});

test.each([[rule], [JSON.stringify(rule)]])(
	'a permission with a rule for rows (%j) is partial',
	(permissions) => {
		expect(byCollection([{ ...read, permissions }])).toEqual({
			articles: { read: { access: 'partial' } }
		});
	}
);

test('one rule for rows makes several permissions together partial, as in Directus', () => {
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
