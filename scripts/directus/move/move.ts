import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isOwnTable } from '../../../directus/extensions/portico/migrations/tables.ts';
import { migrateOwnTables, runWorker } from '../database.ts';
import { runDirectus } from '../directus-command.ts';
import { applyModel, takeSnapshot } from '../apply-model.ts';
import { prepare } from '../prepare.ts';
import { installed, type Release } from '../release.ts';
import type { Report } from '../step-report.ts';
import type { Snapshot } from '../schema-file.ts';
import { Source } from './rows.ts';
import { STAGE } from './stage.ts';

/** Result of a move. */
export interface Moved {
	tables: number;
	rows: number;
}

/** The target holds something already, so that nothing was moved. */
export class TargetNotEmpty extends Error {
	override name = 'TargetNotEmpty';
}

/** The source has columns that Directus would not make anew. */
export class UnknownColumns extends Error {
	override name = 'UnknownColumns';
}

const worker = path.join(import.meta.dirname, 'worker.ts');

/**
 * Moves a database from SQLite to an empty one on PostgreSQL: the tables by Directus' own means, which know the additions
 * made in Studio, those of the extension by its migrations, then every row. All is put together in a schema of its own, and
 * becomes the target's in one transaction at the end, after every row was compared.
 *
 * @param source Directus' environment with a copy of the file that no other process uses
 * @param target Directus' environment with the database on PostgreSQL
 * @throws TargetNotEmpty, or an Error with the reason; the target is empty then
 */
export async function move(
	source: Record<string, string>,
	target: Record<string, string>,
	report: Report,
	release: Release = installed
): Promise<Moved> {
	const schema = target.DB_SEARCH_PATH ?? 'public';
	const staged = { ...target, DB_SEARCH_PATH: STAGE };
	// updates an older database, and refuses one that this code cannot work on
	await prepare(source, report, release);
	const begun = (await runWorker(worker, target, 'begin', schema)) as { tables: string[] };
	if (begun.tables.length > 0) {
		throw new TargetNotEmpty(`It has tables already: ${begun.tables.slice(0, 5).join(', ')} …`);
	}

	const wanted = await modelOf(source);

	report('Making the tables');
	await runDirectus(staged, 'bootstrap');
	await applyModel(staged, () => {}, { wanted });
	await migrateOwnTables(staged, release.migrationsFile);

	report('Copying and comparing the rows');
	return (await runWorker(worker, staged, 'finish', schema, source.DB_FILENAME ?? '')) as Moved;
}

/** @throws an Error where a table or a column would not be made: a snapshot has only the parts that Directus keeps settings for */
async function modelOf(source: Record<string, string>): Promise<Snapshot> {
	const folder = await mkdtemp(path.join(tmpdir(), 'portico-move-'));
	try {
		const snapshot = await takeSnapshot(source, path.join(folder, 'source.json'));
		const known = new Set(snapshot.fields.map(({ collection, field }) => `${collection}.${field}`));
		const rows = new Source(source.DB_FILENAME ?? '');
		const unknown = rows
			.tables()
			.filter((table) => !table.startsWith('directus_') && !isOwnTable(table))
			.flatMap((table) => rows.columns(table).map((column) => `${table}.${column}`))
			.filter((column) => !known.has(column));
		if (unknown.length === 0) return snapshot;
		throw new UnknownColumns(
			`Directus has no settings for ${unknown.join(', ')}, and would leave that behind. Save each once in Studio (Settings, Data Model), or remove it.`
		);
	} finally {
		await rm(folder, { recursive: true });
	}
}
