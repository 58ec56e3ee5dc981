import type { HookConfig } from '@directus/extensions';
import { type Addressed, ADDRESSED, addressOf, slugFault } from '@portico/contract/addresses.ts';
import type { Database, Request } from './endpoint.ts';
import { leaveRedirect, type Writer } from './redirects/moves.ts';

/**
 * Leaves a redirect where a row with a page of its own gets another slug. It is written where Directus writes into its
 * activity log, in the transaction of the change; changes that it does not log are followed afterwards.
 */
export const pageMoves: HookConfig = ({ filter, action }, { services, database, logger }) => {
	// Directus' own type does not say what the rows of a collection look like
	const Items = services.ItemsService as new (
		...options: ConstructorParameters<typeof services.ItemsService>
	) => Writer;
	/** The rows with a change in flight, as they were before. */
	const before = new Map<string, Row>();

	for (const collection of ADDRESSED) {
		filter<Values>(`${collection}.items.update`, async (changes, { keys }, { database }) => {
			for (const key of keys as Key[]) before.delete(nameOf(collection, key));
			if (!('slug' in changes)) return changes;
			const rows = await rowsOf(database, collection, keys as Key[]);
			for (const row of rows) before.set(nameOf(collection, row.id), row);
			return changes;
		});

		action(`${collection}.items.update`, ({ keys }, { schema }) => {
			const moved = (keys as Key[]).filter((key) => before.has(nameOf(collection, key)));
			if (moved.length === 0 || !schema) return;
			const followed = database.transaction(async (transaction) => {
				for (const key of moved) await follow(collection, key, transaction, schema);
			});
			followed.catch((cause: unknown) => {
				logger.error(cause, 'A page moved, and no redirect was left');
			});
		});
	}

	filter<Values>('activity.create', async (entry, _meta, { database, schema }) => {
		const { collection, item, action } = entry;
		if (action === 'update' && isAddressed(collection) && schema) {
			await follow(collection, item as Key, database, schema);
		}
		return entry;
	});

	async function follow(
		collection: Addressed,
		key: Key,
		database: Database,
		schema: Schema
	): Promise<void> {
		const name = nameOf(collection, key);
		const old = before.get(name);
		before.delete(name);
		const [row] = old ? await rowsOf(database, collection, [key]) : [];
		if (!old || !row || row.slug === old.slug) return;
		// older than the rule for slugs: this address never worked
		if (slugFault(collection, old.slug) !== null) return;
		if (!(await wasPublished(database, collection, old))) return;
		const writer = new Items('redirects', { knex: database, schema });
		await leaveRedirect(database, writer, {
			from: addressOf({ collection, slug: old.slug }),
			to: addressOf({ collection, slug: row.slug })
		});
	}
};

type Values = Record<string, unknown>;
type Key = string | number;
type Schema = Request['schema'];

interface Row {
	id: number;
	slug: string;
	/** Categories have none. */
	status?: string;
}

function isAddressed(collection: unknown): collection is Addressed {
	return ADDRESSED.some((one) => one === collection);
}

function nameOf(collection: Addressed, key: Key): string {
	return `${collection} ${key}`;
}

function rowsOf(database: Database, collection: Addressed, keys: Key[]): Promise<Row[]> {
	const fields = collection === 'categories' ? ['id', 'slug'] : ['id', 'slug', 'status'];
	return database<Row>(collection)
		.whereIn('id', keys as number[])
		.select(fields);
}

/** Whether the address of this row was ever public: that of a row that was always a draft was not. */
async function wasPublished(
	database: Database,
	collection: Addressed,
	{ id, status }: Row
): Promise<boolean> {
	if (collection === 'categories' || status === 'published') return true;
	const revision = await database<{ id: number }>('directus_revisions')
		.where('collection', collection)
		.andWhere('item', String(id))
		.andWhereRaw(`cast(delta as text) like '%"status":"published"%'`)
		.first('id');
	return revision !== undefined;
}
