import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { directusVersion } from '../directus/directus-package.ts';
import { UserError } from '../site/user-error.ts';
import type { Installed } from './installed-database.ts';

/** Contents of a backup, and the versions that made it. */
export interface Manifest {
	/** The versions. */
	portico: string;
	directus: string;
	/** When, in ISO 8601. */
	made: string;
	database: Installed['database']['kind'];
	/** Whether the uploaded files are in it; not where Directus keeps them elsewhere. */
	uploads: boolean;
	/** SHA-256 of each file, in hex, by its path in the backup. */
	files: Record<string, string>;
}

const FILE = 'manifest.json';
const root = path.resolve(import.meta.dirname, '../..');

/** Versions of the installed programs. */
export function versions(): Pick<Manifest, 'portico' | 'directus'> {
	const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
	const { version } = JSON.parse(manifest) as { version: string };
	return { portico: version, directus: directusVersion };
}

/** Written last: a folder without it is no backup. */
export function writeManifest(folder: string, manifest: Manifest): void {
	const text = `${JSON.stringify(manifest, null, '\t')}\n`;
	writeFileSync(path.join(folder, FILE), text, { mode: 0o600 });
}

/** @throws UserError where the folder is no backup, or one that this version cannot put back */
export function readManifest(folder: string): Manifest {
	const manifest = parse(read(folder));
	if (!manifest) throw new UserError(`${path.join(folder, FILE)} is damaged.`);
	const { directus } = versions();
	if (isNewer(manifest.directus, directus)) {
		throw new UserError(
			`The backup is of Directus ${manifest.directus}, and here is ${directus}, which cannot read it.`,
			'Put it back with the version of Portico that made it, or a newer one.'
		);
	}
	return manifest;
}

/** SHA-256 of a file, in hex. */
export async function digest(file: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	return hash.digest('hex');
}

/** A moment as part of a name, such as 2026-03-01T12-30-00Z. */
export function stamp(now: Date): string {
	return now.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
}

function read(folder: string): string {
	try {
		return readFileSync(path.join(folder, FILE), 'utf8');
	} catch {
		throw new UserError(
			`${folder} is no backup: it has no ${FILE}.`,
			'Name the folder that npm run backup has made: npm run restore -- FOLDER'
		);
	}
}

function parse(text: string): Manifest | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	return isManifest(value) ? value : null;
}

function isManifest(value: unknown): value is Manifest {
	if (typeof value !== 'object' || value === null) return false;
	const { portico, directus, made, database, uploads, files } = value as Partial<Manifest>;
	return (
		[portico, directus, made].every((text) => typeof text === 'string') &&
		(database === 'sqlite' || database === 'postgres') &&
		typeof uploads === 'boolean' &&
		typeof files === 'object' &&
		files !== null &&
		Object.entries(files).every(
			([name, digest]) => staysInside(name) && /^[0-9a-f]{64}$/.test(digest)
		)
	);
}

/** A backup that was tampered with must not write anywhere else. */
function staysInside(name: string): boolean {
	return name === path.posix.normalize(name) && !/^(\.\.(\/|$)|\/)|\\/.test(name);
}

function isNewer(one: string, other: string): boolean {
	return one.localeCompare(other, 'en', { numeric: true }) > 0;
}
