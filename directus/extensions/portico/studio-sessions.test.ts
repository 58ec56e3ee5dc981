import { expect, test } from 'vitest';
import { withDescendants } from './studio-sessions.ts';

const roles = [
	{ id: 'grandchild', parent: 'child' },
	{ id: 'child', parent: 'editor' },
	{ id: 'editor', parent: null },
	{ id: 'member', parent: null }
];

test('child roles inherit access at every depth and in every order', () => {
	expect(withDescendants(roles, ['editor'])).toEqual(new Set(['editor', 'child', 'grandchild']));
	expect(withDescendants(roles, ['child'])).toEqual(new Set(['child', 'grandchild']));
});

test('without a role with access no role has access', () => {
	expect(withDescendants(roles, [])).toEqual(new Set());
});

test('circular parent roles are handled', () => {
	const circle = [
		{ id: 'a', parent: 'b' },
		{ id: 'b', parent: 'a' }
	];
	expect(withDescendants(circle, ['a'])).toEqual(new Set(['a', 'b']));
});
