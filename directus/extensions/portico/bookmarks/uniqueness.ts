import type { Knex } from 'knex';
import type { Context, Database } from '../endpoint.ts';

const INDEX = 'bookmarks_once';

/**
 * Has the database refuse a second bookmark of an article by the same member: an index over two columns, which Directus'
 * model cannot express. Where an older release let duplicates in, nothing is deleted: the log says so, `npm run doctor`
 * too, and the first start after they are gone makes the index.
 */
export async function keepUnique(database: Database, logger: Context['logger']): Promise<void> {
	if (await isUnique(database)) return;
	try {
		await database.raw(
			`create unique index if not exists ${INDEX} on bookmarks (user_created, article)`
		);
	} catch (error) {
		// another replica may have made it meanwhile
		if (await isUnique(database)) return;
		const count = await countDuplicates(database);
		if (count === 0) throw error;
		logger.warn(
			`Members have ${count} articles more than once in their reading lists, which an older release allowed. Until the surplus bookmarks are removed in Studio and Directus is restarted, the database does not refuse new ones.`
		);
	}
}

/** Whether the database refuses duplicates; also where there is no such table. */
export async function isUnique(database: Database): Promise<boolean> {
	if (!(await database.schema.hasTable('bookmarks'))) return true;
	const { client } = (database.client as Knex.Client).config as { client: string }; // Directus gives its DB_CLIENT
	const indexes = client === 'sqlite3' ? database('sqlite_master') : database('pg_indexes');
	const found =
		client === 'sqlite3'
			? indexes.where({ type: 'index', name: INDEX })
			: indexes.where({ indexname: INDEX }).andWhereRaw('schemaname = current_schema()');
	return (await found.first(database.raw('1 as found'))) !== undefined;
}

async function countDuplicates(database: Database): Promise<number> {
	const repeated = await database('bookmarks')
		.whereNotNull('user_created')
		.groupBy('user_created', 'article')
		.havingRaw('count(*) > 1')
		.select('article');
	return repeated.length;
}
