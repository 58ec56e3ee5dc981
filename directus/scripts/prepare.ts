import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
	const fingerprint = schema.fingerprint(await readFile(schema.schemaFile), directusVersion);
	if (await database.isSettled(environment, fingerprint)) return [];

	const changes = [...(await install(environment, report)), ...(await model(environment, report))];
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

async function model(environment: Record<string, string>, report: Report): Promise<string[]> {
	const folder = await mkdtemp(path.join(tmpdir(), 'portico-schema-'));
	try {
		const current = await takeSnapshot(environment, path.join(folder, 'current.json'));
		const wanted = schema.readSnapshot();
		const kept = schema.additions(wanted, current);
		if (kept.length > 0) report(`Kept, though not in directus-schema.yaml: ${kept.join(', ')}`);

		report('Applying directus-schema.yaml');
		const file = path.join(folder, 'wanted.json');
		await writeFile(file, JSON.stringify(schema.inWordsOf(current, wanted)));
		const keeping = kept.length > 0 ? ['--ignoreRules', kept.join(',')] : [];
		const printed = await runDirectus(environment, 'schema', 'apply', '--yes', ...keeping, file);
		return printed.includes('No changes to apply') ? [] : ['directus-schema.yaml applied'];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function takeSnapshot(
	environment: Record<string, string>,
	file: string
): Promise<schema.Snapshot> {
	await runDirectus(environment, 'schema', 'snapshot', '--yes', '--format', 'json', file);
	return JSON.parse(await readFile(file, 'utf8')) as schema.Snapshot;
}
