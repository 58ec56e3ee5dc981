import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import { isSystemError } from '../site/files.ts';
import { UserError } from '../site/user-error.ts';
import type { Installed, Sqlite } from './installed-database.ts';
import { digest, type Manifest, versions, writeManifest } from './manifest.ts';
import * as postgres from './postgres-dump.ts';

/** Names of the parts of an installation in its backup. */
export const DATABASE = { sqlite: 'directus.db', postgres: 'directus.dump' } as const;
export const UPLOADS = 'uploads';
export const SECRETS = 'secrets.json';

/**
 * Copies an installation, which may be running, into a new folder: the database as it is at one moment, then the files
 * that its rows name. The folder appears only when it is complete.
 *
 * @throws UserError where there is nothing to copy, or the folder exists
 */
export async function backUp(installed: Installed, folder: string, now: Date): Promise<Manifest> {
	if (existsSync(folder))
		throw new UserError(`${folder} is there already.`, 'Choose another: --to');
	const partial = `${folder}.partial`;
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true, mode: 0o700 });
	try {
		await dump(installed, partial);
		if (installed.uploads) await copyFiles(installed.uploads, path.join(partial, UPLOADS));
		await copySecrets(installed.data, partial);
		const manifest = {
			...versions(),
			made: now.toISOString(),
			database: installed.database.kind,
			uploads: installed.uploads !== null,
			files: await digests(partial)
		};
		writeManifest(partial, manifest);
		renameSync(partial, folder);
		return manifest;
	} catch (error) {
		rmSync(partial, { recursive: true, force: true });
		throw error;
	}
}

async function dump({ database, data }: Installed, folder: string): Promise<void> {
	const file = path.join(folder, DATABASE[database.kind]);
	if (database.kind === 'postgres') await postgres.dump(database, file);
	else if (existsSync(database.file)) await copySqlite(database, file);
	else {
		throw new UserError(
			`There is no installation in ${data}.`,
			'Name its data folder with --data, or its database with the DB_ variables that it runs with.'
		);
	}
}

/** Copies a database that may be in use, as it is at one moment, without blocking its writers. */
export async function copySqlite({ file: source }: Sqlite, target: string): Promise<void> {
	const database = new DatabaseSync(source, { readOnly: true });
	try {
		// all pages in one step: between two, a write would make it begin again
		await copyDatabase(database, target, { rate: 2 ** 31 - 1 });
	} finally {
		database.close();
	}
	chmodSync(target, 0o600);
	checkSqlite(target, source);
}

function checkSqlite(file: string, source: string): void {
	// not read-only, which would leave files of the write-ahead log behind
	const database = new DatabaseSync(file);
	const found = database.prepare('pragma quick_check').get();
	database.close();
	if (found?.quick_check === 'ok') return;
	throw new UserError(
		`The database ${source} is damaged: ${String(found?.quick_check)}`,
		'Put its last backup back: npm run restore'
	);
}

/** Copies all files in a folder, except those that go while it does. */
async function copyFiles(source: string, target: string): Promise<void> {
	for (const name of await filesIn(source)) {
		const file = path.join(target, name);
		await mkdir(path.dirname(file), { recursive: true });
		await copyFile(path.join(source, name), file).catch((error: unknown) => {
			if (!isSystemError(error, 'ENOENT')) throw error;
		});
	}
}

async function copySecrets(data: string, folder: string): Promise<void> {
	const source = path.join(data, SECRETS);
	if (!existsSync(source)) return;
	await copyFile(source, path.join(folder, SECRETS));
	chmodSync(path.join(folder, SECRETS), 0o600);
}

async function digests(folder: string): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	for (const name of (await filesIn(folder)).sort()) {
		files[name] = await digest(path.join(folder, name));
	}
	return files;
}

/** The paths of all files in a folder, from there and with slashes; none where there is no folder. */
async function filesIn(folder: string): Promise<string[]> {
	if (!existsSync(folder)) return [];
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
		.map((name) => name.split(path.sep).join('/'));
}
