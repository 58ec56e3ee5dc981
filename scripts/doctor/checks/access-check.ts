import { policies } from '../../../directus/access/policies.ts';
import { roles } from '../../../directus/access/roles.ts';
import { ownedSettings, type Settings } from '../../../directus/access/settings.ts';
import { dueChanges } from '../../directus/apply-access.ts';
import type { Change } from '../../directus/access-changes.ts';
import type { Administrator } from '../../directus/administrator.ts';
import { type Finding, must, ok, should, unknown } from '../finding.ts';

/** A policy and its holder, as Directus stores them; without role and user it applies to guests. */
interface Attachment {
	role: string | null;
	user: string | null;
	policy: { id: string; name: string; admin_access: boolean; app_access: boolean };
}

interface Permission {
	policy: string;
	collection: string;
	action: string;
}

/** Access rights of an installation. */
export interface Access {
	/** Changes that would bring it to the state in `directus/access`. */
	due: Change[];
	/** Assignments of policies to roles and persons. */
	attachments: Attachment[];
	/** Permissions that those policies give to guests. */
	publicPermissions: Permission[];
	settings: Settings;
	/** Whether permissions with rules count: Directus 12 without a license for them hides and ignores them. */
	rulesCount: boolean;
}

/** Reads the access rights of Directus, to compare them with `directus/access`. */
export async function readAccess(
	administrator: Administrator,
	rulesCount: boolean
): Promise<Access> {
	const [due, attachments, settings] = await Promise.all([
		dueChanges(administrator),
		administrator.get<Attachment[]>(
			'/access?limit=-1&filter[user][_null]=true&fields=role,user,policy.id,policy.name,policy.admin_access,policy.app_access'
		),
		administrator.get<Settings>('/settings')
	]);
	const surplus = beyond(attachments, null).map(({ policy }) => policy.id);
	const publicPermissions =
		surplus.length === 0
			? []
			: await administrator.get<Permission[]>(
					`/permissions?limit=-1&filter[policy][_in]=${surplus.join(',')}&fields=policy,collection,action`
				);
	return { due, attachments, publicPermissions, settings, rulesCount };
}

/** The policies that a role has, or guests where it is null, although `directus/access` does not declare them. */
function beyond(attachments: Attachment[], role: string | null): Attachment[] {
	return attachments.filter((attachment) => {
		if (attachment.role !== role) return false;
		const ours = policies.find(({ id }) => id === attachment.policy.id);
		return !ours?.holders.some((holder) => (holder === 'guest' ? null : holder.id) === role);
	});
}

/** Judges the access rights. */
export function judgeAccess(access: Access, command: string): Finding[] {
	return [
		judgeDrift(access, command),
		judgePublic(access),
		...judgeRoles(access.attachments),
		...judgeOwnedSettings(access.settings, command),
		judgePicturePresets(access, command),
		judgeRegistration(access)
	];
}

/** Settings are judged by themselves. */
function judgeDrift({ due, rulesCount }: Access, command: string): Finding {
	const id = 'access-drift';
	if (!rulesCount) {
		return unknown(
			id,
			'Without a license for permissions with rules Directus does not show them: they cannot be compared with directus/access.',
			'See license. Until then the access command fails.'
		);
	}
	const drift = due.filter(({ path }) => path !== '/settings');
	if (drift.length === 0) return ok(id, 'Roles and policies are as in directus/access.');
	return must(id, {
		what: `Roles or policies are not as in directus/access. Due: ${drift.map(({ summary }) => summary).join('; ')}.`,
		why: 'People may do what they must not, or cannot do what they should.',
		fix: `${command} puts them back. What is to last belongs into a policy of your own, or into directus/access.`
	});
}

function judgePublic({ attachments, publicPermissions, rulesCount }: Access): Finding {
	const id = 'public-access';
	const policiesBeyond = beyond(attachments, null).map(({ policy }) => policy);
	const studioPolicies = policiesBeyond.filter(
		(policy) => policy.admin_access || policy.app_access
	);
	const named = ({ collection, action }: Permission) => `${action} ${collection}`;
	const severe = publicPermissions.filter(
		({ collection, action }) => action !== 'read' || collection.startsWith('directus_')
	);
	const fix = `In Studio, Settings, Access Policies: ${policiesBeyond.map(({ name }) => name).join(', ')}.`;
	if (studioPolicies.length > 0 || severe.length > 0) {
		return must(id, {
			what: `Guests may ${[...studioPolicies.map(({ name }) => `open Studio (${name})`), ...severe.map(named)].join(', ')}.`,
			why: 'directus/access does not permit it, and it goes beyond reading content.',
			fix
		});
	}
	if (publicPermissions.length > 0) {
		return should(id, {
			what: `Guests may also ${publicPermissions.map(named).join(', ')}.`,
			why: 'A policy made in Studio permits it, on top of directus/access. It may be intended.',
			fix
		});
	}
	if (!rulesCount) {
		return must(id, {
			what: 'Neither guests nor members may read any content of the site.',
			why: 'Directus ignores permissions with rules or chosen fields without a license for them.',
			fix: 'See license.'
		});
	}
	return ok(id, 'Guests have the permissions in directus/access, and no others.');
}

/** Judges further policies of our roles: they count as intended, unless they make administrators. */
function judgeRoles(attachments: Attachment[]): Finding[] {
	return roles.flatMap((role) => {
		const more = beyond(attachments, role.id).map(({ policy }) => policy);
		const admin = more.filter(({ admin_access }) => admin_access);
		if (admin.length > 0) {
			return must('role-access', {
				what: `All people with the role ${role.name} are administrators (${admin.map(({ name }) => name).join(', ')}).`,
				why: 'They may read, change and delete everything.',
				fix: `In Studio, Settings, User Roles, ${role.name}: take that policy away.`
			});
		}
		if (more.length === 0) return [];
		const names = more.map(({ name }) => name).join(', ');
		return ok('role-access', `${role.name} also has what was made in Studio: ${names}.`);
	});
}

/** Reasons for our settings, shown where one of them differs. */
const REASONS: Record<string, string> = {
	auth_login_attempts:
		'Directus counts wrong passwords for ever, and then suspends the account: anyone can lock any account.',
	storage_asset_transform:
		'Pictures can be requested in any size, format and effect: that keeps Directus busy, and fills its disk.'
};

function judgeOwnedSettings(settings: Settings, command: string): Finding[] {
	const drifted = Object.entries(ownedSettings).filter(([name, value]) => settings[name] !== value);
	return drifted.map(([name]) =>
		must(name.replaceAll('_', '-'), {
			what: `The setting ${name} is ${String(settings[name])}.`,
			why: REASONS[name] ?? 'It belongs to the code.',
			fix: `${command} puts it back.`
		})
	);
}

function judgePicturePresets({ due }: Access, command: string): Finding {
	const id = 'picture-presets';
	const change = due.find(({ body }) => isObject(body) && 'storage_asset_presets' in body);
	if (!change) return ok(id, 'Directus has the presets by which the site has its pictures drawn.');
	return must(id, {
		what: `The presets for pictures are not as in directus/access. Due: ${change.summary}.`,
		why: 'The site shows pictures in their full size where a preset is missing.',
		fix: `${command} puts them back, and leaves those that were made in Studio.`
	});
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function judgeRegistration({ attachments, settings }: Access): Finding {
	const id = 'registration-role';
	const { public_registration: isOpen, public_registration_role: role } = settings;
	if (!isOpen) return ok(id, 'Registration is closed.');
	const entry = attachments.find(
		(attachment) =>
			attachment.role === role && (attachment.policy.admin_access || attachment.policy.app_access)
	);
	if (role && entry) {
		return must(id, {
			what: `New registrations get a role that opens Studio (by the policy ${entry.policy.name}).`,
			why: 'Anybody can make themselves one of those who work there.',
			fix: 'In Studio, Settings, User Registration: choose Member, or a role without access to Studio.'
		});
	}
	if (!role) {
		return should(id, {
			what: 'New registrations get no role.',
			why: 'They sign in, and may read and change nothing.',
			fix: 'In Studio, Settings, User Registration: choose Member.'
		});
	}
	return ok(id, 'New registrations get a role without access to Studio.');
}
