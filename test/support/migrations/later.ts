import type { Migration } from '../../../directus/extensions/portico/migrations/migration.ts';
import { migrations as things } from './things.ts';

/** One more, which would be noticed if it ran twice. */
export const migrations: Migration[] = [
	...things,
	{
		version: 1003,
		name: 'a third thing',
		tables: [],
		up: async (transaction) => {
			await transaction('portico_things').insert({ token_hash: 'three', started_at: new Date(0) });
		}
	}
];
