import { migrations as released } from '../../../directus/extensions/portico/migrations/index.ts';
import type { Migration } from '../../../directus/extensions/portico/migrations/migration.ts';

/** Tables of the extension as a later release may have them. */
export const migrations: Migration[] = [
	...released,
	{
		version: 1001,
		name: 'things',
		tables: ['portico_things'],
		up: async (transaction) => {
			await transaction.schema.createTable('portico_things', (table) => {
				table.increments('id');
				table.string('token_hash', 64).notNullable().unique();
				table.timestamp('started_at').notNullable();
				table.boolean('flag').notNullable().defaultTo(false);
				table.json('document');
			});
			await transaction('portico_things').insert({
				token_hash: 'one',
				started_at: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)),
				flag: true,
				document: JSON.stringify({ a: [1, 'two'] })
			});
		}
	},
	{
		version: 1002,
		name: 'things belong to a person',
		tables: [],
		up: async (transaction) => {
			await transaction.schema.alterTable('portico_things', (table) => {
				table.uuid('user');
			});
			await transaction('portico_things').insert({ token_hash: 'two', started_at: new Date(0) });
		}
	}
];
