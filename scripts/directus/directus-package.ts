import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// npm may put Directus' own packages anywhere; only Directus knows where
const fromHere = createRequire(import.meta.url);
const fromDirectus = createRequire(fromHere.resolve('directus/package.json'));

/**
 * The file behind the `directus` command. `directus/cli.js` in front of it asks a registry for newer versions
 * first, on every call, and without a network waits 8 s for no answer.
 */
export const commandLine = fromDirectus.resolve('@directus/api/cli/run.js');

/** The version of the installed Directus. */
export const directusVersion = (fromHere('directus/package.json') as { version: string }).version;

/** The module in which Directus opens its database, with whatever settings its environment holds. */
export const databaseModule = pathToFileURL(
	fromDirectus.resolve('@directus/api/database/index')
).href;

/** The modules with which Directus reads the model of its database and compares it with another; 12 keeps them elsewhere. */
export const modelModules = {
	snapshot: moduleAt('@directus/api/utils/get-snapshot', '@directus/api/utils/schema/get-snapshot'),
	comparison: moduleAt(
		'@directus/api/utils/get-snapshot-diff',
		'@directus/api/utils/schema/get-snapshot-diff'
	)
};

/** The folder with the migrations of Directus' own tables. */
export const migrationsFolder = path.dirname(
	fromDirectus.resolve('@directus/api/database/migrations/run')
);

function moduleAt(first: string, second: string): string {
	try {
		return pathToFileURL(fromDirectus.resolve(first)).href;
	} catch {
		return pathToFileURL(fromDirectus.resolve(second)).href;
	}
}
