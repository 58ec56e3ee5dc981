import { folders } from '../access/folders.ts';
import { policies } from '../access/policies.ts';
import { roles } from '../access/roles.ts';
import { firstSettings, ownedSettings } from '../access/settings.ts';
import { type Change, changes, type PresentAccess, type WantedAccess } from './access-changes.ts';
import type { Administrator } from './administrator.ts';
import type { Report } from './report.ts';

const wanted: WantedAccess = { folders, roles, policies, ownedSettings, firstSettings };

/**
 * Brings roles, policies, permissions and settings of a running Directus to what `directus/access` says,
 * and reads them back.
 *
 * @returns what was changed, empty where nothing was
 */
export async function applyAccess(administrator: Administrator, report: Report): Promise<string[]> {
	const due = changes(wanted, await readAccess(administrator));
	for (const change of due) {
		await apply(administrator, change);
		report(change.summary);
	}
	if (due.length > 0) await assertApplied(administrator);
	return due.map(({ summary }) => summary);
}

async function apply(administrator: Administrator, { method, path, body }: Change) {
	await administrator.send(method, path, body);
}

async function assertApplied(administrator: Administrator) {
	const left = changes(wanted, await readAccess(administrator));
	if (left.length === 0) return;
	const summaries = left.map(({ summary }) => `- ${summary}`).join('\n');
	throw new Error(`Directus took these changes, but does not show them:\n${summaries}`);
}

async function readAccess(administrator: Administrator): Promise<PresentAccess> {
	const ids = policies.map(({ id }) => id).join(',');
	const [folders, roles, ourPolicies, permissions, attachments, settings] = await Promise.all([
		administrator.get<PresentAccess['folders']>('/folders?fields=id&limit=-1'),
		administrator.get<PresentAccess['roles']>('/roles?fields=id&limit=-1'),
		administrator.get<PresentAccess['policies']>(
			`/policies?limit=-1&filter[id][_in]=${ids}&fields=id,name,icon,description,admin_access,app_access`
		),
		administrator.get<PresentAccess['permissions']>(
			`/permissions?limit=-1&filter[policy][_in]=${ids}`
		),
		administrator.get<PresentAccess['attachments']>(
			`/access?limit=-1&filter[policy][_in]=${ids}&fields=id,role,user,policy`
		),
		administrator.get<PresentAccess['settings']>('/settings')
	]);
	return { folders, roles, policies: ourPolicies, permissions, attachments, settings };
}
