import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../site/user-error.ts';
import { runWorker } from './database.ts';
import { runDirectus } from './directus-command.ts';
import { type Comparison, deletions, isEmpty } from './model-comparison.ts';
import type { Report } from './step-report.ts';
import * as schema from './schema-file.ts';

const worker = path.join(import.meta.dirname, 'model-worker.ts');

/** Effects of applying a model. */
export interface ModelPlan {
	comparison: Comparison;
	/** Parts of the database that the wanted model lacks. */
	additions: string[];
}

/** Which model is applied, and how. */
interface ModelOptions {
	/** Also deletes parts that the file lacks, with all their data. */
	deleting?: boolean;
	/** Another model than that of directus-schema.yaml. */
	wanted?: schema.Snapshot;
}

/**
 * Brings the collections of a database to the model in directus-schema.yaml, or in another snapshot. Directus compares
 * the two first: where it would delete anything that was not requested, nothing is changed.
 *
 * @returns the changes that were made
 * @throws UserError that names the parts that would be deleted
 */
export function applyModel(
	environment: Record<string, string>,
	report: Report,
	options: ModelOptions = {}
): Promise<string[]> {
	return withPlan(environment, options, async ({ comparison, additions }, file) => {
		if (additions.length > 0) {
			const action = options.deleting ? 'Deleting' : 'Kept, though not in directus-schema.yaml';
			report(`${action}: ${additions.join(', ')}`);
		}
		if (isEmpty(comparison)) return [];
		report('Applying directus-schema.yaml');
		await runDirectus(environment, 'schema', 'apply', '--yes', file);
		return ['directus-schema.yaml applied'];
	});
}

/** Compares only. @throws UserError that names the parts that directus-schema.yaml would delete */
export function requireHarmless(environment: Record<string, string>): Promise<void> {
	return withPlan(environment, {}, () => Promise.resolve());
}

/** Passes on the plan, and the file to apply it with. */
async function withPlan<T>(
	environment: Record<string, string>,
	{ deleting = false, wanted = schema.readSnapshot() }: ModelOptions,
	work: (plan: ModelPlan, file: string) => Promise<T>
): Promise<T> {
	const folder = await mkdtemp(path.join(tmpdir(), 'portico-schema-'));
	try {
		const wantedFile = path.join(folder, 'wanted.json');
		const file = path.join(folder, 'planned.json');
		await writeFile(wantedFile, JSON.stringify(wanted));
		const task = [wantedFile, file, deleting ? 'delete' : 'keep'];
		const plan = (await runWorker(worker, environment, ...task)) as ModelPlan;
		refuseDeletions(plan.comparison, deleting);
		return await work(plan, file);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function refuseDeletions(comparison: Comparison, deleting: boolean): void {
	const all = deletions(comparison);
	const misread = all.filter(({ detail }) => detail !== null);
	if (misread.length > 0) {
		const names = misread.map(({ name, detail }) => `${name} (for ${detail})`).join(', ');
		throw new UserError(
			`Nothing was changed: directus-schema.yaml lacks a detail that the database has, and Directus would delete for it ${names}.`,
			'Bring the two together by hand: the detail out of the database, in Studio, or into the file.'
		);
	}
	if (all.length === 0 || deleting) return;
	throw new UserError(
		`Nothing was changed: to apply directus-schema.yaml, Directus would delete ${all.map(({ name }) => name).join(', ')}, with all data.`,
		'If that is meant so, back up and delete it by hand: npm run schema:apply -- --delete'
	);
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
