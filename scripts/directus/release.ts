import type { Migration } from '../../directus/extensions/portico/migrations/migration.ts';
import { migrations } from '../../directus/extensions/portico/migrations/index.ts';
import { directusVersion } from './directus-package.ts';

/** The code that a database is prepared for. */
export interface Release {
	/** The version of Directus. */
	directus: string;
	/** Of the extension's own tables. */
	migrations: Migration[];
	/** The file that has them as its export `migrations`: they run in a process of their own. */
	migrationsFile: string;
}

/** The installed release. */
export const installed: Release = {
	directus: directusVersion,
	migrations,
	migrationsFile: new URL('../../directus/extensions/portico/migrations/index.ts', import.meta.url)
		.href
};
