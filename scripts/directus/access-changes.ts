import { isDeepStrictEqual } from 'node:util';
import { covers, type Folder, pictures } from '../../directus/access/folders.ts';
import type { Permission, Rule } from '../../directus/access/permission.ts';
import type { PicturePreset } from '@portico/contract/pictures.ts';
import type { Policy } from '../../directus/access/policies.ts';
import type { Role } from '../../directus/access/roles.ts';
import type { Settings } from '../../directus/access/settings.ts';
import type { View } from '../../directus/access/views.ts';
import { type Memory, memoryOrEmpty } from './memory.ts';

const NAMES_IN_A_LINE = 7;

/** Access as declared in `directus/access`. */
export interface WantedAccess {
	folders: Folder[];
	roles: Role[];
	policies: Policy[];
	views: View[];
	picturePresets: PicturePreset[];
	ownedSettings: Settings;
	firstSettings: Settings;
}

/** Access as stored in Directus: all folders, roles and views, but only our own policies with their permissions. */
export interface PresentAccess {
	folders: { id: string }[];
	roles: { id: string }[];
	policies: PresentPolicy[];
	permissions: PresentPermission[];
	attachments: { id: string; role: string | null; user: string | null; policy: string }[];
	/** Presets that apply to all people. */
	views: { collection: string }[];
	settings: Settings & { portico: Memory | null; storage_asset_presets: PicturePreset[] | null };
}

interface PresentPolicy {
	id: string;
	name: string;
	icon: string;
	description: string | null;
	admin_access: boolean;
	app_access: boolean;
}

interface PresentPermission {
	id: number;
	policy: string;
	collection: string;
	action: string;
	fields: string[] | null;
	permissions: Rule | null;
	validation: Rule | null;
	presets: Rule | null;
}

/** One request that is due, with its description. */
export interface Change {
	summary: string;
	method: 'POST' | 'PATCH' | 'DELETE';
	path: string;
	body?: unknown;
	/** It takes something away on which the app of the release before may rely. */
	takesAway?: true;
}

/** Computes the requests that bring Directus to the wanted access, in the order in which they have to be sent. */
export function changes(wanted: WantedAccess, present: PresentAccess): Change[] {
	return [
		...missing('folder', '/folders', wanted.folders, present.folders),
		...pictureMoves(present),
		...missing('role', '/roles', wanted.roles, present.roles),
		...wanted.policies.flatMap((policy) => [
			...policyChanges(policy, present),
			...permissionChanges(policy, present),
			...attachmentChanges(policy, present)
		]),
		...viewChanges(wanted.views, present),
		...settingChanges(wanted, present),
		...picturePresetChanges(wanted, present),
		...ownedSettingChanges(wanted, present)
	];
}

/** Folders and roles are made where they are missing; names that Studio gives them later stay. */
function missing(
	kind: string,
	path: string,
	wanted: { id: string; name: string }[],
	present: { id: string }[]
): Change[] {
	return wanted
		.filter(({ id }) => !present.some((other) => other.id === id))
		.map((body) => ({ summary: `${kind} ${body.name} made`, method: 'POST', path, body }));
}

/** Until there was a folder for them, pictures in texts lay beside the covers. */
function pictureMoves({ folders }: PresentAccess): Change[] {
	const has = (folder: Folder) => folders.some(({ id }) => id === folder.id);
	if (!has(covers) || has(pictures)) return [];
	const filter = {
		folder: { _eq: covers.id },
		'$FOLLOW(articles,cover)': { id: { _null: true } }
	};
	return [
		{
			summary: `files that are no cover moved from ${covers.name} to ${pictures.name}`,
			method: 'PATCH',
			path: '/files',
			body: { query: { filter, limit: -1 }, data: { folder: pictures.id } }
		}
	];
}

function policyChanges(policy: Policy, present: PresentAccess): Change[] {
	const { id, name, icon, description, studio } = policy;
	const wanted: PresentPolicy = {
		id,
		name,
		icon,
		description,
		admin_access: false,
		app_access: studio
	};
	const there = present.policies.find((candidate) => candidate.id === id);
	if (!there) {
		return [{ summary: `policy ${name} made`, method: 'POST', path: '/policies', body: wanted }];
	}
	if (isDeepStrictEqual(there, wanted)) return [];
	return [
		{ summary: `policy ${name} corrected`, method: 'PATCH', path: `/policies/${id}`, body: wanted }
	];
}

function permissionChanges(policy: Policy, present: PresentAccess): Change[] {
	const there = present.permissions.filter((permission) => permission.policy === policy.id);
	const wanted = policy.permissions.map((permission) => stored(policy, permission));
	const surplus = there.filter(
		(permission) => !wanted.some((other) => isDeepStrictEqual(other, withoutId(permission)))
	);
	const missing = wanted.filter(
		(permission) => !there.some((other) => isDeepStrictEqual(withoutId(other), permission))
	);
	const due: Change[] = [];
	if (surplus.length > 0) {
		due.push({
			summary: `policy ${policy.name}: no longer ${enumeration(surplus)}`,
			method: 'DELETE',
			path: '/permissions',
			body: surplus.map(({ id }) => id),
			takesAway: true
		});
	}
	if (missing.length > 0) {
		due.push({
			summary: `policy ${policy.name}: may ${enumeration(missing)}`,
			method: 'POST',
			path: '/permissions',
			body: missing
		});
	}
	return due;
}

/** `read articles, create comments`, or how many where that would be too long to read. */
function enumeration(permissions: { action: string; collection: string }[]): string {
	if (permissions.length > NAMES_IN_A_LINE) return `do ${permissions.length} things`;
	return permissions.map(({ action, collection }) => `${action} ${collection}`).join(', ');
}

/** A permission as Directus keeps it. */
function stored(policy: Policy, permission: Permission): Omit<PresentPermission, 'id'> {
	const { collection, action, fields, rule, validation } = permission;
	return {
		policy: policy.id,
		collection,
		action,
		fields,
		permissions: rule,
		validation,
		presets: null
	};
}

function withoutId({ id: _id, ...permission }: PresentPermission): Omit<PresentPermission, 'id'> {
	return permission;
}

/** Attaches our policies to our roles where they are missing. Attachments made in Studio stay. */
function attachmentChanges(policy: Policy, present: PresentAccess): Change[] {
	return policy.holders
		.map((holder) => (holder === 'guest' ? null : holder))
		.filter(
			(role) =>
				!present.attachments.some(
					(row) =>
						row.policy === policy.id && row.user === null && row.role === (role ? role.id : null)
				)
		)
		.map((role) => ({
			summary: `policy ${policy.name} given to ${role ? role.name : 'guests'}`,
			method: 'POST',
			path: '/access',
			body: { policy: policy.id, role: role ? role.id : null }
		}));
}

function viewChanges(views: View[], present: PresentAccess): Change[] {
	return views
		.filter(({ collection }) => !present.views.some((view) => view.collection === collection))
		.map(({ collection, columns, sort }) => ({
			summary: `view of ${collection} made`,
			method: 'POST',
			path: '/presets',
			body: {
				collection,
				layout: 'tabular',
				layout_query: { tabular: { fields: Object.keys(columns), sort: [sort] } },
				layout_options: { tabular: { widths: columns } }
			}
		}));
}

/**
 * First values are given together with the note that they were, in one change of one row: a run that is interrupted
 * has given both or neither. The notes are names, so that a value added in a later release is given once too.
 */
function settingChanges(wanted: WantedAccess, { settings }: PresentAccess): Change[] {
	const memory = memoryOrEmpty(settings.portico);
	const first = Object.entries(wanted.firstSettings).filter(
		([name]) => !memory.settings.includes(name)
	);
	if (first.length === 0) return [];
	const names = first.map(([name]) => name);
	const portico = { ...memory, settings: [...memory.settings, ...names] };
	return [
		{
			summary: `settings given: ${names.join(', ')}`,
			method: 'PATCH',
			path: '/settings',
			body: { ...Object.fromEntries(first), portico }
		}
	];
}

/** Resets the settings that belong to the code, whatever their value in Studio. */
function ownedSettingChanges(
	{ ownedSettings }: WantedAccess,
	{ settings }: PresentAccess
): Change[] {
	const drifted = Object.entries(ownedSettings).filter(([name, value]) => settings[name] !== value);
	if (drifted.length === 0) return [];
	return [
		{
			summary: `settings put back: ${drifted.map(([name]) => name).join(', ')}`,
			method: 'PATCH',
			path: '/settings',
			body: Object.fromEntries(drifted),
			takesAway: true
		}
	];
}

/** Our presets are put back as they were; those of Studio stay. */
function picturePresetChanges(
	{ picturePresets }: WantedAccess,
	{ settings }: PresentAccess
): Change[] {
	const present = settings.storage_asset_presets ?? [];
	const due = picturePresets.filter(
		(preset) =>
			!isDeepStrictEqual(
				present.filter(({ key }) => key === preset.key),
				[preset]
			)
	);
	if (due.length === 0) return [];
	const others = present.filter(({ key }) => !picturePresets.some((preset) => preset.key === key));
	return [
		{
			summary: `picture presets given: ${due.map(({ key }) => key).join(', ')}`,
			method: 'PATCH',
			path: '/settings',
			body: { storage_asset_presets: [...others, ...picturePresets] }
		}
	];
}
