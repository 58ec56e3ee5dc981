import { expect, test } from 'vitest';
import {
	type Change,
	changeOfAccess,
	changeOfActivity,
	changeOfContent,
	changeOfUsers,
	concerning,
	merge
} from './change.ts';

test.each([
	[{ status: 'suspended' }],
	[{ role: null }],
	[{ password: 'another' }],
	[{ first_name: 'Ada', last_page: '/content' }]
])('a person with the changes %o is named in the event', (payload) => {
	const collections = ['directus_users'];
	expect(changeOfUsers({ keys: ['ada'], payload })).toEqual({ users: ['ada'], collections });
});

test('a removal invalidates the removed people', () => {
	const keys = ['ada', 'eve'];
	const collections = ['directus_users'];
	expect(changeOfUsers({ keys, payload: keys })).toEqual({ users: keys, collections });
});

test.each([[{ last_page: '/content/articles' }], [{ last_access: 'now' }], [{ auth_data: '{}' }]])(
	'a change of %o sends no event',
	(payload) => {
		expect(changeOfUsers({ keys: ['ada'], payload })).toBeNull();
	}
);

test('a change of permissions invalidates all users and the public content', () => {
	expect(changeOfAccess({ collection: 'directus_permissions' })).toEqual({
		users: 'all',
		collections: ['directus_permissions']
	});
});

test('a change of content invalidates its collection and no user', () => {
	expect(changeOfContent({ collection: 'articles' })).toEqual({
		users: [],
		collections: ['articles']
	});
});

test('the activity log invalidates a user only at a sign-out', () => {
	expect(changeOfActivity({ payload: { action: 'logout', user: 'ada' } })).toEqual({
		users: ['ada'],
		collections: []
	});
	expect(changeOfActivity({ payload: { action: 'update', user: 'ada' } })).toBeNull();
	expect(changeOfActivity({ payload: { action: 'logout', user: null } })).toBeNull();
	expect(changeOfActivity({})).toBeNull();
});

test('the app is told of collections that content is made of, and of all people', async () => {
	const told = (change: Change) =>
		concerning(change, (collection) => Promise.resolve(collection === 'articles'));
	const collections = ['articles', 'bookmarks'];
	expect(await told({ users: [], collections })).toEqual({ users: [], collections: ['articles'] });
	expect(await told({ users: [], collections: ['bookmarks'] })).toBeNull();
	expect(await told({ users: ['ada'], collections: ['directus_users'] })).toEqual({
		users: ['ada'],
		collections: []
	});
	const all: Change = { users: 'all', collections: ['directus_roles'] };
	expect(await told(all)).toEqual(all);
});

test('merged changes have each name once', () => {
	const one = { users: ['ada', 'eve'], collections: ['articles'] };
	const other = { users: ['eve', 'joan'], collections: ['articles', 'pages'] };
	expect(merge(one, other)).toEqual({
		users: ['ada', 'eve', 'joan'],
		collections: ['articles', 'pages']
	});
	expect(merge(one, { users: 'all', collections: [] }).users).toBe('all');
});

test('a change of more people than the limit becomes "all"', () => {
	const people = (from: number) => Array.from({ length: 300 }, (_, index) => `${from + index}`);
	const change = (from: number) => ({ users: people(from), collections: [] });
	expect(merge(change(0), change(100)).users).toHaveLength(400);
	expect(merge(change(0), change(300)).users).toBe('all');
});
