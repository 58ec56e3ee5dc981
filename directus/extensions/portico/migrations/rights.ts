import { randomUUID } from 'node:crypto';
import type { Migration } from './migration.ts';

/** The version of all rights, in one row: rights/rights-version.ts. */
export const rights: Migration = {
	version: 2,
	name: 'rights',
	tables: ['portico_rights'],
	up: async (transaction) => {
		await transaction.schema.createTable('portico_rights', (table) => {
			table.uuid('version').notNullable();
		});
		await transaction('portico_rights').insert({ version: randomUUID() });
	}
};
