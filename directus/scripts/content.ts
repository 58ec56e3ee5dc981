import type { Administrator } from './administrator.ts';
import type { Report } from './report.ts';

/**
 * Fills an empty site with the demo content and the demo people. Never touches a site that has content,
 * nor anything it made once.
 *
 * @returns what was made, empty where nothing was
 */
export async function applyContent(
	_administrator: Administrator,
	_options: { demoPassword: string; now?: Date },
	_report: Report
): Promise<string[]> {
	throw new Error('not yet');
}
