import type { Administrator } from './administrator.ts';
import type { Report } from './report.ts';

/**
 * Brings roles, policies, permissions and settings of a running Directus to what `directus/access` says,
 * and reads them back.
 *
 * @returns what was changed, empty where nothing was
 */
export async function applyAccess(
	_administrator: Administrator,
	_report: Report
): Promise<string[]> {
	throw new Error('not yet');
}
