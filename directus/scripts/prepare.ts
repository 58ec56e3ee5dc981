import { readFile } from 'node:fs/promises';
import * as database from './database.ts';
import { runDirectus } from './directus-command.ts';
import { directusVersion } from './directus-package.ts';
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
	const file = database.sqliteFile(environment);
	const found = file && (await database.readFingerprint(file));
	const wanted = schema.fingerprint(await readFile(schema.schemaFile), directusVersion);
	if (found === wanted) return [];

	// A database on a server carries no fingerprint: it is always looked at
	const changes = [...(await install(environment, report)), ...(await model(environment, report))];
	await database.settle(environment, wanted);
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
	return /Applying /.test(printed) ? [`Directus brought up to ${directusVersion}`] : [];
}

async function model(environment: Record<string, string>, report: Report): Promise<string[]> {
	const snapshot = schema.readSnapshot();
	const kept = schema.additions(snapshot, await database.inspect(environment));
	if (kept.length > 0) report(`Kept, though not in directus-schema.yaml: ${kept.join(', ')}`);

	report('Applying directus-schema.yaml');
	const keeping = kept.length > 0 ? ['--ignoreRules', kept.join(',')] : [];
	const printed = await runDirectus(
		environment,
		...['schema', 'apply', '--yes', ...keeping, schema.schemaFile]
	);
	await assertTables(environment, schema.tablesOf(snapshot));
	return printed.includes('No changes to apply') ? [] : ['directus-schema.yaml applied'];
}

/** `schema apply` has been seen to report success without making a table. */
async function assertTables(environment: Record<string, string>, wanted: string[]) {
	const { tables } = await database.inspect(environment);
	const missing = wanted.filter((table) => !tables.includes(table));
	if (missing.length > 0) {
		throw new Error(
			`Directus reported success, but these tables are missing: ${missing.join(', ')}. Run it again.`
		);
	}
}
