import { expect, test } from 'vitest';
import { type Policy, type ReadPermission, rightsKey } from './rights-key.ts';

const VERSION = 'v1';
const collections = new Set(['articles', 'directus_files']);

function policy(id: string, differences: Partial<Policy> = {}): Policy {
	return { id, ip_access: null, app_access: 0, admin_access: 0, ...differences };
}

function permission(
	policy: string,
	rule: unknown = { status: { _eq: 'published' } },
	differences: Partial<ReadPermission> = {}
): ReadPermission {
	return { policy, collection: 'articles', rule, fields: 'id,body', ...differences };
}

/** The key of a person who holds these policies. */
function keyOf(
	held: Policy[],
	permissions: ReadPermission[],
	differences: { version?: string; collections?: Set<string> } = {}
) {
	const ids = held.map(({ id }) => id);
	return rightsKey(held, {
		kind: 'article',
		collections,
		permissions: permissions.filter(({ policy }) => ids.includes(policy)),
		version: VERSION,
		...differences
	});
}

test('a key names its kind, and is the same for policies that say the same', () => {
	const [one, other] = [permission('one'), permission('other')];
	const key = keyOf([policy('one')], [one, other]);
	expect(key).toMatch(/^article\.[\w-]{22}$/);
	expect(keyOf([policy('other')], [one, other])).toBe(key);
	expect(keyOf([policy('one'), policy('other')], [other, one])).toBe(key);
});

test('policies that say nothing about these collections make no difference', () => {
	const permissions = [permission('one'), permission('other', {}, { collection: 'bookmarks' })];
	const key = keyOf([policy('one')], permissions);
	expect(keyOf([policy('one'), policy('other')], permissions)).toBe(key);
});

test.each<[string, ReadPermission[]]>([
	['rule', [permission('one', { status: { _eq: 'draft' } })]],
	['list of fields', [permission('one', undefined, { fields: '*' })]],
	['collection', [permission('one', undefined, { collection: 'directus_files' })]],
	['further permission', [permission('one'), permission('one', { id: { _eq: 1 } })]],
	['missing permission', []]
])('another %s gives another key', (_, permissions) => {
	const held = [policy('one')];
	expect(keyOf(held, permissions)).not.toBe(keyOf(held, [permission('one')]));
});

test('another version of the rights gives another key', () => {
	const [held, permissions] = [[policy('one')], [permission('one')]];
	expect(keyOf(held, permissions, { version: 'v2' })).not.toBe(keyOf(held, permissions));
	const administrator = [policy('all', { admin_access: true })];
	expect(keyOf(administrator, [], { version: 'v2' })).not.toBe(keyOf(administrator, []));
});

test('administrators have a key of their own, whatever rules there are', () => {
	const personal = permission('one', { user_created: { _eq: '$CURRENT_USER' } });
	const administrator = [policy('one'), policy('all', { admin_access: 1 })];
	const key = keyOf(administrator, [personal]);
	expect(key).toMatch(/^article\./);
	expect(key).not.toBe(keyOf([policy('one')], []));
});

test.each([
	{ user_created: { _eq: '$CURRENT_USER' } },
	{ _and: [{ status: { _eq: 'published' } }, { _or: [{ author: { _in: ['$CURRENT_ROLES'] } }] }] },
	{ audience: { _eq: '$CURRENT_USER.title' } },
	{ audience: { _eq: '$CURRENT_ROLE.name' } },
	{ id: { _in: '$CURRENT_POLICIES.id' } },
	{ '$FOLLOW(bookmarks,article)': { user_created: { _eq: '$CURRENT_USER' } } },
	{ audience: { _eq: '$A_VARIABLE_OF_A_LATER_RELEASE' } }
])('there is no key where a rule is %j', (rule) => {
	expect(keyOf([policy('one')], [permission('one', rule)])).toBeNull();
});

test.each([
	{ published_at: { _lte: '$NOW' } },
	{ published_at: { _lte: '$NOW(-1 day)' } },
	{ '$FOLLOW(articles,cover)': { status: { _eq: 'published' } } }
])('there is a key where a rule is %j', (rule) => {
	expect(keyOf([policy('one')], [permission('one', rule)])).not.toBeNull();
});

test('there is no key where a policy counts at some addresses only', () => {
	const held = [policy('one'), policy('other', { ip_access: '10.0.0.0/8' })];
	expect(keyOf(held, [permission('one')])).toBeNull();
	expect(
		keyOf([policy('one'), policy('all', { ip_access: '10.0.0.1', admin_access: 1 })], [])
	).toBeNull();
});

test('people of Studio have no key where a rule looks into what Directus itself shows to them', () => {
	const held = [policy('one', { app_access: 1 })];
	expect(keyOf(held, [permission('one')])).not.toBeNull();
	const withUsers = new Set([...collections, 'directus_users']);
	expect(keyOf(held, [permission('one')], { collections: withUsers })).toBeNull();
	expect(keyOf([policy('one')], [permission('one')], { collections: withUsers })).not.toBeNull();
});
