// Looks into Directus' database, or settles it, in a process of its own: Directus reads its environment once per
// process. Started by database.ts, which gives the task as the argument and takes the answer as a message.
import { databaseModule } from './directus-package.ts';
import type { DatabaseState } from './database.ts';

/** What we use of knex, which Directus brings. */
interface Database {
	(table: string): {
		select<T>(...columns: string[]): Promise<T[]>;
		count<T>(as: object): Promise<T[]>;
	};
	raw(sql: string, bindings?: unknown[]): Promise<unknown>;
	destroy(): Promise<void>;
}

const directus = (await import(databaseModule)) as {
	getDatabase(): Database;
	getDatabaseClient(): string;
	getSchemaInspector(): { tables(): Promise<string[]> };
};
const database = directus.getDatabase();
const client = directus.getDatabaseClient();
const [task, argument] = process.argv.slice(2);

if (task === 'inspect') process.send?.(await inspect());
else if (task === 'discard') await discard();
else if (task === 'settle') await settle(Number(argument));
else throw new Error(`no such task: ${task}`);

await database.destroy();
process.disconnect();

async function inspect(): Promise<DatabaseState> {
	const tables = await directus.getSchemaInspector().tables();
	const has = (table: string) => tables.includes(table);
	const collections = has('directus_collections')
		? await database('directus_collections').select<{ collection: string }>('collection')
		: [];
	const fields = has('directus_fields')
		? await database('directus_fields').select<{ collection: string; field: string }>(
				'collection',
				'field'
			)
		: [];
	return {
		tables,
		collections: collections.map(({ collection }) => collection),
		fields: fields.map(({ collection, field }) => `${collection}.${field}`),
		users: has('directus_users') ? await count('directus_users') : 0
	};
}

async function count(table: string): Promise<number> {
	const [row] = await database(table).count<{ rows: number | string }>({ rows: '*' });
	return Number(row?.rows ?? 0);
}

/** Removes Directus' own tables; `mayDiscard` has made sure that they hold nothing. */
async function discard() {
	const tables = await directus.getSchemaInspector().tables();
	const cascade = client === 'sqlite' ? '' : ' cascade';
	if (client === 'sqlite') await database.raw('pragma foreign_keys = off');
	for (const table of tables.filter((name) => name.startsWith('directus_'))) {
		await database.raw(`drop table ??${cascade}`, [table]);
	}
}

/** SQLite: readers no longer wait for the writer, and the file itself tells which model it has. */
async function settle(fingerprint: number) {
	if (client !== 'sqlite') return;
	await database.raw('pragma journal_mode = wal');
	await database.raw(`pragma user_version = ${fingerprint}`);
}
