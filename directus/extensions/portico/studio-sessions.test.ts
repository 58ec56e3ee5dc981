import { expect, test } from 'vitest';
import { withHeirs } from './studio-sessions.ts';

const roles = [
	{ id: 'grandchild', parent: 'child' },
	{ id: 'child', parent: 'editor' },
	{ id: 'editor', parent: null },
	{ id: 'member', parent: null }
];

test('child roles inherit access at every depth and in every order', () => {
	expect(withHeirs(roles, ['editor'])).toEqual(new Set(['editor', 'child', 'grandchild']));
	expect(withHeirs(roles, ['child'])).toEqual(new Set(['child', 'grandchild']));
});

test('without a role with access no role has access', () => {
	expect(withHeirs(roles, [])).toEqual(new Set());
});

test('circular parent roles are handled', () => {
	const circle = [
		{ id: 'a', parent: 'b' },
		{ id: 'b', parent: 'a' }
	];
	expect(withHeirs(circle, ['a'])).toEqual(new Set(['a', 'b']));
});
