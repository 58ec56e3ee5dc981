import { migrations } from './index.ts';

/** Where it is noted which migrations have run. */
export const MIGRATIONS_TABLE = 'portico_migrations';

/** The extension's own tables, which Directus is configured to neither show nor serve. */
export const ownTables = [MIGRATIONS_TABLE, ...migrations.flatMap(({ tables }) => tables)];

/** Whether a table is the extension's own, by its name. */
export function isOwnTable(name: string): boolean {
	return name.startsWith('portico_');
}
