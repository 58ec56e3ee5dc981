import { expect, test } from 'vitest';
import { withHeirs } from './studio-sessions.ts';

const roles = [
	{ id: 'grandchild', parent: 'child' },
	{ id: 'child', parent: 'editor' },
	{ id: 'editor', parent: null },
	{ id: 'member', parent: null }
];

test('what a role has, its children have, in every generation and order', () => {
	expect(withHeirs(roles, ['editor'])).toEqual(new Set(['editor', 'child', 'grandchild']));
	expect(withHeirs(roles, ['child'])).toEqual(new Set(['child', 'grandchild']));
});

test('what no role has, nobody has', () => {
	expect(withHeirs(roles, [])).toEqual(new Set());
});

test('roles in a circle come to an end', () => {
	const circle = [
		{ id: 'a', parent: 'b' },
		{ id: 'b', parent: 'a' }
	];
	expect(withHeirs(circle, ['a'])).toEqual(new Set(['a', 'b']));
});
