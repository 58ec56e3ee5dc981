import { describe, expect, test } from 'vitest';
import { policies } from '../../../directus/access/policies.ts';
import { editor, member } from '../../../directus/access/roles.ts';
import { judgeAccess } from './access-check.ts';

const STUDIOS = { id: 'made-in-studio', name: 'Of Studio', admin_access: false, app_access: false };
const settings = {
	auth_login_attempts: null,
	storage_asset_transform: 'presets',
	public_registration: true,
	public_registration_role: member.id
};

/** As the set-up leaves it, our own policies with our own roles. */
const attachments = policies.flatMap(({ id, name, studio, holders }) =>
	holders.map((holder) => ({
		role: holder === 'guest' ? null : holder.id,
		user: null,
		policy: { id, name, admin_access: false, app_access: studio }
	}))
);

function judged(change: object) {
	const access = {
		due: [],
		attachments,
		publicPermissions: [],
		settings,
		rulesCount: true,
		...change
	};
	return judgeAccess(access, 'npm run access')
		.filter(({ severity }) => severity !== 'ok')
		.map(({ id, severity }) => `${severity} ${id}`);
}

const attached = (role: string | null, policy: object = {}) => [
	...attachments,
	{ role, user: null, policy: { ...STUDIOS, ...policy } }
];
const permission = (action: string, collection: string) => [
	{ policy: STUDIOS.id, action, collection }
];

test('access after the set-up is reported as fine', () => {
	expect(judged({})).toEqual([]);
});

test('due changes are reported, and settings separately', () => {
	const due = (path: string) => [{ summary: 'something', method: 'PATCH', path } as const];
	expect(judged({ due: due('/policies/1') })).toEqual(['must access-drift']);
	expect(judged({ due: due('/settings') })).toEqual([]);
});

test('D31 missing presets for pictures are reported', () => {
	const body = { storage_asset_presets: [] };
	const due = [{ summary: 'presets', method: 'PATCH', path: '/settings', body }];
	expect(judged({ due })).toEqual(['must picture-presets']);
});

describe('where Directus ignores permissions with rules', () => {
	const due = [{ summary: 'policy Self: may read directus_users', method: 'POST', path: '/x' }];

	test('hidden permissions are not reported as missing', () => {
		expect(judged({ due, rulesCount: false })).toEqual([
			'unknown access-drift',
			'must public-access'
		]);
	});

	test('public permissions added in Studio are still reported', () => {
		const publicPermissions = permission('create', 'comments');
		expect(judged({ publicPermissions, attachments: attached(null), rulesCount: false })).toContain(
			'must public-access'
		);
	});
});

describe('a guest', () => {
	test.each<[string, object, string[]]>([
		['may read content beyond ours', permission('read', 'events'), ['should public-access']],
		['may write', permission('create', 'comments'), ['must public-access']],
		['may read who people are', permission('read', 'directus_users'), ['must public-access']]
	])('who %s', (_, publicPermissions, complaints) => {
		expect(judged({ publicPermissions, attachments: attached(null) })).toEqual(complaints);
	});

	test.each([{ admin_access: true }, { app_access: true }])('with %j', (policy) => {
		expect(judged({ attachments: attached(null, policy) })).toEqual(['must public-access']);
	});
});

test('our policies attached to other roles are reported with the policies of guests', () => {
	const editing = policies.find(({ studio }) => studio);
	const policy = { id: editing?.id, name: editing?.name, app_access: true };
	expect(judged({ attachments: attached(null, policy) })).toEqual(['must public-access']);
});

test('members may get more rights in Studio, but not those of administrators', () => {
	expect(judged({ attachments: attached(member.id) })).toEqual([]);
	expect(judged({ attachments: attached(member.id, { admin_access: true }) })).toContain(
		'must role-access'
	);
});

test.each([
	[{ auth_login_attempts: 25 }, ['must auth-login-attempts']],
	[{ storage_asset_transform: 'all' }, ['must storage-asset-transform']],
	[{ public_registration_role: editor.id }, ['must registration-role']],
	[{ public_registration_role: null }, ['should registration-role']],
	[{ public_registration: false, public_registration_role: editor.id }, []]
])('the settings %j are reported as %j', (change, complaints) => {
	expect(judged({ settings: { ...settings, ...change } })).toEqual(complaints);
});
