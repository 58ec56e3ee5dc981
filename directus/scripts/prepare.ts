import { readFile } from 'node:fs/promises';
import * as database from './database.ts';
import { runDirectus } from './directus-command.ts';
import { directusVersion } from './directus-package.ts';
import { applyModel } from './model.ts';
import type { Report } from './report.ts';
import * as schema from './schema-file.ts';

/**
 * Brings the database to where the server can start: Directus' own tables, the first administrator,
 * our collections. Run before the server starts; quick where there is nothing to do. A run that was
 * interrupted is made good by the next.
 *
 * Collections and fields that somebody added in Studio are kept, though `directus schema apply` would delete them.
 *
 * @returns what was changed, empty where nothing was
 */
export async function prepare(
	environment: Record<string, string>,
	report: Report
): Promise<string[]> {
	const fingerprint = schema.fingerprint(await readFile(schema.schemaFile), directusVersion);
	if (await database.isSettled(environment, fingerprint)) return [];

	const changes = [
		...(await install(environment, report)),
		...(await applyModel(environment, report))
	];
	const tables = schema.tablesOf(schema.readSnapshot());
	await database.settle(environment, { tables, fingerprint });
	return changes;
}

async function install(environment: Record<string, string>, report: Report): Promise<string[]> {
	const before = await database.inspect(environment);
	if (database.isUnfinished(before)) {
		report('An earlier installation was interrupted: beginning again');
		await database.discard(environment);
	}
	const isNew = before.users === 0;
	report(isNew ? 'Installing Directus in an empty database' : 'Bringing Directus up to date');
	const printed = await runDirectus(environment, 'bootstrap');
	if (isNew) return [`Directus ${directusVersion} installed`];
	return printed.includes('Applying ') ? [`Directus brought up to ${directusVersion}`] : [];
}
