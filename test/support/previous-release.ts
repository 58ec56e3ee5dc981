// Release 0.1. An installation of it, made by `npm start` with its demo content, most covers removed, with a collection, two
// fields, a relation, a role and a policy made in Studio, and a comment of a member. And its code, as far as its images have it:
// the files of commit d8ee0a3, an archive since not every checkout has the history, without tests and demo pictures.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const FIXTURES = path.join(import.meta.dirname, 'fixtures');

/** A file with the statements that make of its database one that Directus 12 has used. */
export const DIRECTUS_12 = path.join(FIXTURES, 'directus-12.sql');

/** Rows of SQLite, by their table. */
export type Tables = Map<string, Record<string, unknown>[]>;

/** Puts its data folder there. */
export function unpackPreviousRelease(folder: string): void {
	unpack('release-0.1.tgz', folder);
}

/** Puts its code there. */
export function unpackPreviousCode(folder: string): void {
	unpack('release-0.1-code.tgz', folder);
}

function unpack(archive: string, folder: string): void {
	mkdirSync(folder, { recursive: true });
	execFileSync('tar', ['-xzf', path.join(FIXTURES, archive), '-C', folder]);
}

/** All rows of a database that is not in use. */
export function readTables(file: string): Tables {
	const database = new DatabaseSync(file, { readOnly: true });
	const names = database
		.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
		.all();
	const tables = names.map(({ name }): [string, Record<string, unknown>[]] => [
		String(name),
		database.prepare(`select * from "${String(name)}"`).all()
	]);
	database.close();
	return new Map(tables);
}
