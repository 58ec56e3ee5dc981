import { UserError } from '../site/user-error.ts';
import type { DatabaseState } from './database.ts';
import { knownMigrations, releaseWith } from './directus-migrations.ts';
import type { Release } from './release.ts';

const NAMES_IN_A_LINE = 3;

/**
 * Makes sure that this code may work on a database, before anything in it is touched.
 *
 * @throws UserError that names the code that may
 */
export async function requireCompatible(
	state: DatabaseState,
	environment: Record<string, string>,
	release: Release
): Promise<void> {
	const known = await knownMigrations(environment);
	requireKnownMigrations(state.migrations, known, release.directus);
	requireKnownOwnMigrations(state.ownMigrations, release);
	requireLicense(release.directus, environment, state.hasLicenseKey);
}

/** @throws UserError where a database has migrations that Directus does not know: a newer one has changed its tables */
export function requireKnownMigrations(
	present: string[],
	known: Set<string>,
	directus: string
): void {
	const unknown = present.filter((version) => !known.has(version)).sort();
	if (unknown.length === 0) return;
	const newer = releaseWith(unknown);
	const names =
		unknown.slice(0, NAMES_IN_A_LINE).join(', ') + (unknown[NAMES_IN_A_LINE] ? ', …' : '');
	throw new UserError(
		`The database has migrations that Directus ${directus} does not know (${names}), so a newer one has used it; nothing was changed.`,
		`Use Directus ${newer ? `${newer} or newer` : 'of the version that made them'}, or put back a backup from before: npm run restore`
	);
}

function requireKnownOwnMigrations(present: number[], { migrations }: Release): void {
	const known = new Set(migrations.map(({ version }) => version));
	const unknown = present.filter((version) => !known.has(version));
	if (unknown.length === 0) return;
	throw new UserError(
		`The database was last used by a newer Portico, which made tables that this one does not know (migration ${unknown.join(', ')}); nothing was changed.`,
		'Use that version of Portico, or put back a backup from before: npm run restore'
	);
}

/**
 * Directus 12 without a key ignores every permission with a rule or chosen fields, and refuses new ones.
 *
 * @throws UserError where it has none
 */
export function requireLicense(
	directus: string,
	environment: Record<string, string>,
	hasStoredKey: boolean
): void {
	if (Number(directus.split('.')[0]) < 12 || hasStoredKey) return;
	const names = ['LICENSE_KEY', 'LICENSE_TOKEN'];
	if (names.some((name) => environment[name] || environment[`${name}_FILE`])) return;
	throw new UserError(
		`Directus ${directus} has no license key, and without one it ignores permissions with rules, so that every page would show an error; nothing was changed.`,
		'Set LICENSE_KEY or LICENSE_TOKEN, or use Directus 11, which needs none.'
	);
}
