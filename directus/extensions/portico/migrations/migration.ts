import type { Knex } from 'knex';

/** One change of the extension's own tables, outside Directus' model. A released migration is never changed. */
export interface Migration {
	/** Counts up from 1. */
	version: number;
	/** For people: `sessions have a start time`. */
	name: string;
	/** Tables that it makes, all called `portico_…`: Directus neither shows nor serves them. */
	tables: string[];
	/** Everything in one transaction, on SQLite and on PostgreSQL. */
	up(transaction: Knex.Transaction): Promise<void>;
}
