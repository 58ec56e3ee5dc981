import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { migrationsFolder } from './directus-package.ts';
import { workingFolder } from './environment.ts';

/** The first migrations of releases after 11.17.4, with the release; each release has the earlier ones as well. */
const FIRST_MIGRATIONS = [
	['20260818A', '12.4.0'],
	['20260727A', '12.2.0'],
	['20260217A', '12.0.2']
] as const;
const NEWEST_KNOWN = '20260909A';

/** The versions of all migrations that the installed Directus has, its own and those of this installation. */
export async function knownMigrations(environment: Record<string, string>): Promise<Set<string>> {
	const custom = path.resolve(
		workingFolder(environment),
		environment.MIGRATIONS_PATH ?? 'migrations'
	);
	const files = await Promise.all([
		readdir(migrationsFolder),
		// most installations have none
		readdir(custom).catch(() => [])
	]);
	// the names that Directus goes by
	const migrations = files.flat().filter((name) => /^[^-]+-.*\.(c|m)?js$/.test(name));
	return new Set(migrations.map((name) => name.split('-')[0] ?? name));
}

/** The oldest Directus that knows these migrations; null where they are of a release later than this code. */
export function releaseWith(migrations: string[]): string | null {
	const last = [...migrations].sort().at(-1) ?? '';
	if (last > NEWEST_KNOWN) return null;
	return FIRST_MIGRATIONS.find(([first]) => last >= first)?.[1] ?? null;
}
