import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { requireKnownMigrations } from '../directus/compatibility.ts';
import { inspectCopy } from '../directus/database.ts';
import { knownMigrations } from '../directus/directus-migrations.ts';
import { directusVersion } from '../directus/directus-package.ts';
import { claim } from '../site/claim.ts';
import { isSystemError } from '../site/files.ts';
import { UserError } from '../site/user-error.ts';
import { DATABASE, SECRETS, UPLOADS } from './saving.ts';
import type { Installed } from './installed-database.ts';
import { digest, type Manifest, readManifest, stamp } from './manifest.ts';
import * as postgres from './postgres-dump.ts';

/** Result of a restore. */
export interface Restored {
	manifest: Manifest;
	/** The folder with the previous data; null without any. */
	before: string | null;
}

const KINDS = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
/** Files that a data folder may have although nothing is installed in it. */
const EXPECTED_ENTRIES = new Set(['logs', 'running.json']);

/**
 * Restores an installation from a backup of it. Where that fails, everything is as it was.
 *
 * @param replace the name of the data folder, which permits replacing an existing installation
 * @throws UserError where the backup is damaged, or the installation is running or in the way
 */
export async function restore(
	backup: string,
	installed: Installed,
	replace: string | null,
	now: Date
): Promise<Restored> {
	const manifest = readManifest(backup);
	requireSameKind(manifest, installed);
	const { data } = installed;
	const held = await claim(data);
	const staged = `${data}.restoring`;
	try {
		const isThere = await isInstalled(installed);
		if (isThere) await requireConsent(installed, replace);
		rmSync(staged, { recursive: true, force: true });
		await stage(backup, manifest, staged, installed);
		await requireReadable(staged, installed);
		const before = `${data}.before-${stamp(now)}`;
		await exchange(installed, staged, before);
		// an empty folder is nothing to keep
		if (!isThere) rmSync(before, { recursive: true });
		return { manifest, before: isThere ? before : null };
	} finally {
		rmSync(staged, { recursive: true, force: true });
		held.release();
	}
}

function requireSameKind({ database }: Manifest, installed: Installed): void {
	if (database === installed.database.kind) return;
	throw new UserError(
		`The backup is of ${KINDS[database]}, and this installation is on ${KINDS[installed.database.kind]}.`,
		database === 'sqlite'
			? 'Put it back without the DB_ variables, then move it: npm run move:postgres'
			: 'Set the DB_ variables of its server, as for npm start.'
	);
}

async function isInstalled({ data, database }: Installed): Promise<boolean> {
	if (readdirSync(data).some((name) => !EXPECTED_ENTRIES.has(name))) return true;
	return database.kind === 'postgres' && !(await postgres.isEmpty(database));
}

async function requireConsent({ data, database }: Installed, replace: string | null) {
	const name = path.basename(data);
	const places = database.kind === 'postgres' ? `${data}, database ${database.name}` : data;
	if (replace !== name) {
		throw new UserError(
			`There is an installation already: ${places}`,
			`To put the backup in its place: npm run restore -- FOLDER --replace ${name}`
		);
	}
	if (database.kind === 'postgres' && (await postgres.otherConnections(database)) > 0) {
		throw new UserError(
			`Other programs are connected to the database ${database.name}.`,
			'Stop every Directus that uses it, then try again.'
		);
	}
}

/** Copies a backup into a data folder that is not in use yet. @throws UserError where a file was altered */
async function stage(
	backup: string,
	{ files }: Manifest,
	staged: string,
	installed: Installed
): Promise<void> {
	mkdirSync(staged, { mode: 0o700 });
	for (const [name, expected] of Object.entries(files)) {
		const target = path.join(staged, placeOf(name, installed));
		await mkdir(path.dirname(target), { recursive: true });
		await copyFile(path.join(backup, name), target).catch((error: unknown) => {
			if (isSystemError(error, 'ENOENT')) throw new UserError(`${name} is missing in ${backup}.`);
			throw error;
		});
		if ((await digest(target)) !== expected) {
			throw new UserError(
				`${name} in ${backup} is damaged: it is not what was backed up.`,
				'Nothing was changed. Use another backup.'
			);
		}
		if (!name.startsWith(`${UPLOADS}/`)) chmodSync(target, 0o600);
	}
}

/** A database may have been used by a newer Directus before its backup, which no manifest records. */
async function requireReadable(staged: string, { data, database, environment }: Installed) {
	const file = path.join(
		staged,
		database.kind === 'sqlite' ? within(data, database.file) : DATABASE.postgres
	);
	const migrations =
		database.kind === 'sqlite'
			? (await inspectCopy(file)).migrations
			: await postgres.migrationsIn(file);
	requireKnownMigrations(migrations, await knownMigrations(environment), directusVersion);
}

/** Where a file of a backup belongs, from the data folder. */
function placeOf(name: string, { data, database, uploads }: Installed): string {
	if (name === SECRETS || name === DATABASE.postgres) return name;
	if (name === DATABASE.sqlite && database.kind === 'sqlite') return within(data, database.file);
	if (name.startsWith(`${UPLOADS}/`) && uploads) {
		return path.join(within(data, uploads), name.slice(UPLOADS.length));
	}
	throw new UserError(
		`The backup holds ${name}, for which this installation has no place.`,
		'Set the STORAGE_ variables that it was made with.'
	);
}

function within(data: string, place: string): string {
	const relative = path.relative(data, place);
	if (!relative.startsWith('..') && !path.isAbsolute(relative)) return relative;
	throw new UserError(
		`${place} is not in the data folder ${data}, which is all that can be replaced in one step.`,
		'Put the backup back without DB_FILENAME and STORAGE_ variables, then move the files there.'
	);
}

/** Puts the new in the place of the old, which is kept. The folders change by their names, the tables in one transaction. */
async function exchange({ data, database }: Installed, staged: string, before: string) {
	if (database.kind === 'postgres' && !(await postgres.isEmpty(database))) {
		await postgres.dump(database, path.join(data, DATABASE.postgres));
	}
	renameSync(data, before);
	try {
		renameSync(staged, data);
		if (database.kind === 'sqlite') return;
		// a start of the site has to wait from here on
		const held = await claim(data);
		try {
			await postgres.replace(database, path.join(data, DATABASE.postgres));
			rmSync(path.join(data, DATABASE.postgres));
		} finally {
			held.release();
		}
	} catch (error) {
		if (existsSync(data)) renameSync(data, staged);
		renameSync(before, data);
		rmSync(path.join(data, DATABASE.postgres), { force: true });
		throw error;
	}
}
