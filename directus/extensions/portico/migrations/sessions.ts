import type { Migration } from './migration.ts';

/** When each session of the site began: Directus makes a new row at every refresh, and knows only the last. */
export const sessions: Migration = {
	version: 1,
	name: 'sessions',
	tables: ['portico_sessions'],
	up: (transaction) =>
		transaction.schema.createTable('portico_sessions', (table) => {
			table.uuid('id').primary();
			table.timestamp('started_at').notNullable().index();
		})
};
