import { describe, expect, test } from 'vitest';
import { pictures } from '../../directus/access/folders.ts';
import { type PicturePreset, picturePresets } from '@portico/contract/pictures.ts';
import { policies } from '../../directus/access/policies.ts';
import { firstSettings } from '../../directus/access/settings.ts';
import { type Change, changes, type PresentAccess } from './access-changes.ts';
import { wanted } from './apply-access.ts';

/** A Directus as it is when it is new. */
function empty(): PresentAccess {
	return {
		folders: [],
		roles: [],
		policies: [],
		permissions: [],
		attachments: [],
		views: [],
		settings: {
			auth_login_attempts: 25,
			storage_asset_transform: 'all',
			storage_asset_presets: null,
			public_registration: false,
			portico: null
		}
	};
}

/** State of Directus after changes that only create and update. */
function after(present: PresentAccess, due: Change[]): PresentAccess {
	const next = structuredClone(present);
	for (const { path, body } of due) {
		// Directus stores the body that changes() sends, plus the ids and the null that it adds itself
		if (path === '/settings') next.settings = { ...next.settings, ...(body as object) };
		if (path === '/folders') next.folders.push(body as PresentAccess['folders'][number]);
		if (path === '/roles') next.roles.push(body as PresentAccess['roles'][number]);
		if (path === '/policies') next.policies.push(body as PresentAccess['policies'][number]);
		if (path === '/presets') next.views.push(body as PresentAccess['views'][number]);
		if (path === '/permissions') {
			const rows = body as Omit<PresentAccess['permissions'][number], 'id'>[];
			next.permissions.push(...rows.map((row) => ({ ...row, id: 1 })));
		}
		if (path === '/access') {
			const row = body as { policy: string; role: string | null };
			next.attachments.push({ ...row, user: null, id: 'made' });
		}
	}
	return next;
}

function complete(): PresentAccess {
	return after(empty(), changes(wanted, empty()));
}

test('applying all due changes leaves none', () => {
	expect(changes(wanted, complete())).toEqual([]);
});

test('pictures in texts leave the folder for covers once, when their own folder is made', () => {
	const present = complete();
	present.folders = present.folders.filter(({ id }) => id !== pictures.id);
	const due = changes(wanted, present);
	expect(due).toMatchObject([
		{ method: 'POST', path: '/folders', body: { id: pictures.id } },
		{ method: 'PATCH', path: '/files', body: { data: { folder: pictures.id } } }
	]);
	expect(changes(wanted, after(present, due))).toEqual([]);
});

describe('a change that Studio made to our policies is undone:', () => {
	test('an added permission', () => {
		const present = complete();
		const [any] = present.permissions;
		if (any)
			present.permissions.push({ ...any, id: 999, collection: 'directus_users', fields: ['*'] });

		expect(changes(wanted, present)).toMatchObject([
			{ method: 'DELETE', path: '/permissions', body: [999] }
		]);
	});

	test('a widened permission, which is removed before it is made again', () => {
		const present = complete();
		const permission = present.permissions.find(({ collection }) => collection === 'articles');
		if (permission) permission.permissions = {};

		expect(changes(wanted, present).map(({ method }) => method)).toEqual(['DELETE', 'POST']);
	});

	test('access to Studio, or to everything', () => {
		const present = complete();
		for (const policy of present.policies.slice(0, 1)) policy.admin_access = true;

		expect(changes(wanted, present)).toMatchObject([
			{ method: 'PATCH', body: { admin_access: false } }
		]);
	});

	test('a removed policy of a role', () => {
		const present = complete();
		const lost = present.attachments.pop();

		expect(changes(wanted, present)).toMatchObject([
			{ method: 'POST', path: '/access', body: { policy: lost?.policy, role: lost?.role } }
		]);
	});
});

describe('settings of the administrator are kept:', () => {
	test('our policies attached to other roles', () => {
		const present = complete();
		const [any] = present.attachments;
		if (any) present.attachments.push({ ...any, id: 'x', role: 'a role made in Studio' });

		expect(changes(wanted, present)).toEqual([]);
	});

	test('settings after their first value', () => {
		const present = complete();
		present.settings.public_registration = false;
		present.settings.public_registration_verify_email = true;

		expect(changes(wanted, present)).toEqual([]);
	});
});

test('for a new installation no change removes anything but values of our own settings', () => {
	const taking = changes(wanted, empty()).filter(({ takesAway }) => takesAway);
	expect(taking.map(({ body }) => body)).toEqual([
		{ auth_login_attempts: null, storage_asset_transform: 'presets' }
	]);
});

test('additions alone leave everything that was there before', () => {
	const present = complete();
	present.settings.storage_asset_transform = 'all';
	const permission = present.permissions.find(({ collection }) => collection === 'articles');
	if (permission) permission.fields = ['title'];

	const additions = changes(wanted, present).filter(({ takesAway }) => !takesAway);
	expect(additions).toMatchObject([{ method: 'POST', path: '/permissions' }]);
	expect(after(present, additions).permissions).toEqual(
		expect.arrayContaining(present.permissions)
	);
});

describe('settings', () => {
	test('that we own are reset', () => {
		const present = complete();
		present.settings.auth_login_attempts = 25;

		expect(changes(wanted, present)).toMatchObject([{ body: { auth_login_attempts: null } }]);
	});

	test('of a later release get their first value once', () => {
		const later = { ...wanted, firstSettings: { ...firstSettings, project_owner: 'an owner' } };
		const present = complete();

		const due = changes(later, present);

		expect(due).toMatchObject([{ path: '/settings', body: { project_owner: 'an owner' } }]);
		expect(changes(later, after(present, due))).toEqual([]);
	});

	test('keep the other records of the set-up', () => {
		const present = complete();
		present.settings.portico = { settings: [], demo: 'complete' };

		expect(changes(wanted, present)).toMatchObject([{ body: { portico: { demo: 'complete' } } }]);
	});
});

describe('our policies', () => {
	test('keep members from changing their own role, status or credentials', () => {
		const fields = policies
			.flatMap(({ permissions }) => permissions)
			.filter(({ collection, action }) => collection === 'directus_users' && action !== 'read')
			.flatMap(({ fields }) => fields);

		const locked = ['*', 'role', 'status', 'policies', 'provider', 'token', 'email', 'password'];
		expect(fields.filter((field) => locked.includes(field))).toEqual([]);
	});

	test('show the same fields of articles everywhere, so that none is readable in part', () => {
		const shown = policies
			.filter(({ studio }) => !studio)
			.flatMap(({ permissions }) => permissions)
			.filter(({ collection, action }) => collection === 'articles' && action === 'read')
			.map(({ fields }) => fields.join());

		expect(shown.length).toBeGreaterThan(1);
		expect(new Set(shown).size).toBe(1);
	});
});

describe('D31 presets for pictures', () => {
	const theirs: PicturePreset = { ...(picturePresets[0] ?? expect.fail()), key: 'poster' };

	test('that Studio has added are kept', () => {
		const present = empty();
		present.settings.storage_asset_presets = [theirs];
		const next = after(present, changes(wanted, present));
		expect(next.settings.storage_asset_presets).toEqual([theirs, ...picturePresets]);
		expect(changes(wanted, next)).toEqual([]);
	});

	test('of ours are restored where Studio changed or removed them', () => {
		const present = complete();
		const [first, , ...others] = picturePresets;
		present.settings.storage_asset_presets = [
			{ ...(first ?? expect.fail()), format: 'avif' },
			theirs,
			...others
		];
		const [change] = changes(wanted, present);
		expect(change?.summary).toBe('picture presets given: portico-320, portico-480');
		expect(change?.body).toEqual({ storage_asset_presets: [theirs, ...picturePresets] });
	});

	test('of ours exist once, or another of the same name would be used', () => {
		const present = complete();
		const [first] = picturePresets;
		const double = { ...(first ?? expect.fail()), format: 'avif' };
		present.settings.storage_asset_presets = [double, ...picturePresets];
		expect(changes(wanted, present)[0]?.body).toEqual({ storage_asset_presets: picturePresets });
	});

	test('are the only sizes in which Directus draws', () => {
		const present = complete();
		present.settings.storage_asset_transform = 'all';
		expect(changes(wanted, present).map(({ body }) => body)).toMatchObject([
			{ storage_asset_transform: 'presets' }
		]);
	});
});
