import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runDirectus } from './directus-command.ts';
import type { Report } from './report.ts';
import * as schema from './schema-file.ts';

/**
 * Brings the collections of a database to what directus-schema.yaml, or another snapshot, says.
 *
 * @param prune also delete what the file does not have, with all its data, as `directus schema apply` by itself would
 * @returns what was changed, empty where nothing was
 */
export async function applyModel(
	environment: Record<string, string>,
	report: Report,
	{ prune = false, wanted = schema.readSnapshot() } = {}
): Promise<string[]> {
	const folder = await mkdtemp(path.join(tmpdir(), 'portico-schema-'));
	try {
		const current = await takeSnapshot(environment, path.join(folder, 'current.json'));
		const additions = schema.additions(wanted, current);
		if (additions.length > 0) {
			const fate = prune ? 'Deleted' : 'Kept, though not in directus-schema.yaml';
			report(`${fate}: ${additions.join(', ')}`);
		}

		report('Applying directus-schema.yaml');
		const file = path.join(folder, 'wanted.json');
		await writeFile(file, JSON.stringify(schema.inWordsOf(current, wanted)));
		const keeping = additions.length > 0 && !prune ? ['--ignoreRules', additions.join(',')] : [];
		const printed = await runDirectus(environment, 'schema', 'apply', '--yes', ...keeping, file);
		return printed.includes('No changes to apply') ? [] : ['directus-schema.yaml applied'];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Writes directus-schema.yaml from the collections of a database. */
export async function saveModel(environment: Record<string, string>): Promise<void> {
	await runDirectus(environment, 'schema', 'snapshot', '--yes', schema.schemaFile);
}

/** The collections of a database, by way of a file. */
export async function takeSnapshot(
	environment: Record<string, string>,
	file: string
): Promise<schema.Snapshot> {
	await runDirectus(environment, 'schema', 'snapshot', '--yes', '--format', 'json', file);
	return JSON.parse(await readFile(file, 'utf8')) as schema.Snapshot;
}
