import type { Migration } from '../../../directus/extensions/portico/migrations/migration.ts';
import { migrations as things } from './things.ts';

/** The last of them fails. */
export const migrations: Migration[] = [
	...things,
	{
		version: 1003,
		name: 'a mistake',
		tables: [],
		up: async (transaction) => {
			await transaction.raw('alter table portico_nothing add column mistake integer');
		}
	}
];
