import { readFile } from 'node:fs/promises';
import { UserError } from '../site/user-error.ts';
import { requireCompatible } from './compatibility.ts';
import * as database from './database.ts';
import { runDirectus } from './directus-command.ts';
import { knownMigrations } from './directus-migrations.ts';
import { applyModel, requireHarmless } from './apply-model.ts';
import { installed, type Release } from './release.ts';
import type { Report } from './step-report.ts';
import * as schema from './schema-file.ts';

/**
 * Brings the database to where the server can start: Directus' own tables, the first administrator, our collections, the
 * extension's tables. Run before the server starts; quick where there is nothing to do. A run that was interrupted is made
 * good by the next.
 *
 * No data or addition in the database is deleted: collections and fields that were added in Studio are
 * kept, though `directus schema apply` would delete them, and where anything else would go nothing is changed.
 *
 * @returns the changes that were made
 * @throws UserError where this code may not work on that database
 */
export async function prepare(
	environment: Record<string, string>,
	report: Report,
	release: Release = installed
): Promise<string[]> {
	const before = await database.inspect(environment);
	await requireCompatible(before, environment, release);
	const fingerprint = await fingerprintOf(release);
	if (before.fingerprint === fingerprint) return [];

	const isInstalled = await hasAllTables(before, environment);
	const changes = [
		...(isInstalled ? [] : await install(before, environment, report, release)),
		...(await applyModel(environment, report)),
		...(await database.migrateOwnTables(environment, release.migrationsFile))
	];
	const tables = schema.tablesOf(schema.readSnapshot());
	await database.settle(environment, { tables, fingerprint });
	return changes;
}

async function fingerprintOf({ directus, migrations }: Release): Promise<number> {
	const versions = migrations.map(({ version }) => version);
	const code = [directus, ...versions].join('+');
	return schema.fingerprint(await readFile(schema.schemaFile), code);
}

/** Whether Directus' own tables are those of this Directus, and a person can sign in. */
async function hasAllTables(
	{ filled, migrations }: database.DatabaseState,
	environment: Record<string, string>
): Promise<boolean> {
	const present = new Set(migrations);
	if (!filled.includes('directus_users')) return false;
	return [...(await knownMigrations(environment))].every((version) => present.has(version));
}

/** The model is compared before the migrations; the tables of a far older Directus can be read only after them. */
async function requireHarmlessIfReadable(environment: Record<string, string>, report: Report) {
	try {
		await requireHarmless(environment);
	} catch (error) {
		if (error instanceof UserError) throw error;
		report('The model cannot be compared before the migrations of Directus, but is after them');
	}
}

async function install(
	before: database.DatabaseState,
	environment: Record<string, string>,
	report: Report,
	{ directus }: Release
): Promise<string[]> {
	if (database.isUnfinished(before)) {
		report('An earlier installation was interrupted: beginning again');
		await database.discard(environment);
	}
	const isNew = !before.filled.includes('directus_users');
	if (!isNew) await requireHarmlessIfReadable(environment, report);
	report(isNew ? 'Installing Directus in an empty database' : 'Bringing Directus up to date');
	const printed = await runDirectus(environment, 'bootstrap');
	if (isNew) return [`Directus ${directus} installed`];
	return printed.includes('Applying ') ? [`Directus brought up to ${directus}`] : [];
}
