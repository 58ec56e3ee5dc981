import { folders } from '../../directus/access/folders.ts';
import { picturePresets } from '@portico/contract/pictures.ts';
import { policies } from '../../directus/access/policies.ts';
import { roles } from '../../directus/access/roles.ts';
import { firstSettings, ownedSettings } from '../../directus/access/settings.ts';
import { views } from '../../directus/access/views.ts';
import { type Change, changes, type PresentAccess, type WantedAccess } from './access-changes.ts';
import type { Administrator } from './administrator.ts';
import type { Report } from './step-report.ts';

/** All that `directus/access` says. */
export const wanted: WantedAccess = {
	folders,
	roles,
	policies,
	views,
	picturePresets,
	ownedSettings,
	firstSettings
};

/** Changes to apply: `additions` leaves out each change that takes something away from the app of the release before. */
export type Extent = 'all' | 'additions';

/**
 * Brings folders, roles, policies, views and settings of a running Directus to the state in `directus/access`,
 * and reads them back.
 *
 * @returns the changes that were made
 */
export async function applyAccess(
	administrator: Administrator,
	report: Report,
	extent: Extent = 'all'
): Promise<string[]> {
	const due = await dueChanges(administrator, extent);
	for (const { method, path, body, summary } of due) {
		await administrator.send(method, path, body);
		report(summary);
	}
	if (due.length > 0) await assertApplied(administrator, extent);
	return due.map(({ summary }) => summary);
}

/** Changes that `applyAccess` would make; empty where a running Directus matches `directus/access`. */
export async function dueChanges(
	administrator: Administrator,
	extent: Extent = 'all'
): Promise<Change[]> {
	const due = changes(wanted, await readAccess(administrator));
	return extent === 'all' ? due : due.filter(({ takesAway }) => !takesAway);
}

async function assertApplied(administrator: Administrator, extent: Extent) {
	const left = await dueChanges(administrator, extent);
	if (left.length === 0) return;
	const summaries = left.map(({ summary }) => `- ${summary}`).join('\n');
	throw new Error(`Directus took these changes, but does not show them:\n${summaries}`);
}

async function readAccess({ get }: Administrator): Promise<PresentAccess> {
	const ours = policies.map(({ id }) => id).join(',');
	const forEverybody =
		'filter[user][_null]=true&filter[role][_null]=true&filter[bookmark][_null]=true';
	return {
		folders: await get('/folders?limit=-1&fields=id'),
		roles: await get('/roles?limit=-1&fields=id'),
		policies: await get(
			`/policies?limit=-1&filter[id][_in]=${ours}&fields=id,name,icon,description,admin_access,app_access`
		),
		permissions: await get(`/permissions?limit=-1&filter[policy][_in]=${ours}`),
		attachments: await get(
			`/access?limit=-1&filter[policy][_in]=${ours}&fields=id,role,user,policy`
		),
		views: await get(`/presets?limit=-1&${forEverybody}&fields=collection`),
		settings: await get('/settings')
	};
}
