import type { Report } from './report.ts';

/**
 * Brings the database to where the server can start: Directus' own tables, the first administrator,
 * our collections. Run before the server starts; quick where there is nothing to do.
 *
 * @returns what was changed, empty where nothing was
 */
export async function prepare(
	_environment: Record<string, string>,
	_report: Report
): Promise<string[]> {
	throw new Error('not yet');
}
