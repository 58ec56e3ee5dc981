import { InvalidQueryError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Router } from 'express';
import { type Addressed, ADDRESSED, addressOf } from '../../access/addresses.ts';
import { endpoint, type Context, type Database, type Request } from './endpoint.ts';
import { requireUse, withPaths } from './redirects/edits.ts';
import { leaveRedirect, type Writer } from './redirects/moves.ts';
import type { Redirect } from './redirects/redirect.ts';
import { destinationOf } from './redirects/resolution.ts';

/** Tells where one path leads, for the app: nobody reads the collection but editors. */
export function redirects(router: Router, { database }: Context): void {
	router.get(
		'/redirects',
		endpoint(async (request, response) => {
			const { from, ...others } = request.query;
			// PostgreSQL refuses NUL in any text
			if (typeof from !== 'string' || from.includes('\0') || Object.keys(others).length > 0) {
				throw new InvalidQueryError({ reason: '"from" must be one path, and nothing else' });
			}
			const to = await destinationOf(database, from);
			response.json({ data: to === null ? null : { to } });
		})
	);
}

/** Judges redirects that editors make. */
export const redirectEdits: HookConfig = ({ filter }) => {
	filter<Values>('redirects.items.create', async (values, _meta, { database }) => {
		const kept = withPaths(values);
		await requireUse(database, { id: null, ...kept });
		return kept;
	});

	filter<Values>('redirects.items.update', async (changes, { keys }, { database }) => {
		const kept = withPaths(changes);
		const rows = await database<Redirect>('redirects')
			.whereIn('id', keys as number[])
			.select('id', 'from', 'to');
		for (const row of rows) await requireUse(database, { ...row, ...kept });
		return kept;
	});
};

/**
 * Leaves a redirect where a row with a page of its own gets another slug. It is written where Directus writes into its
 * activity log, in the transaction of the change; changes that it does not log are followed afterwards.
 */
export const redirectMoves: HookConfig = ({ filter, action }, { services, database, logger }) => {
	/** The rows whose changes are under way, as they were before. */
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
		if (!(await wasPublished(database, collection, old))) return;
		const writer = new services.ItemsService<Redirect>('redirects', { knex: database, schema });
		await leaveRedirect(database, quiet(writer), {
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

/** Whether people may know the address of this row: a draft that never was anything else has told it to nobody. */
async function wasPublished(
	database: Database,
	collection: Addressed,
	{ id, status }: Row
): Promise<boolean> {
	if (collection === 'categories' || status === 'published') return true;
	const revision = await database('directus_revisions')
		.where({ collection, item: String(id) })
		.andWhereRaw(`cast(delta as text) like '%"status":"published"%'`)
		.first('id');
	return revision !== undefined;
}

/** The collection's rules are for editors, and the change that led here tells of itself. */
function quiet(service: {
	createOne(values: Partial<Redirect>, options: { emitEvents: boolean }): Promise<unknown>;
	updateOne(
		id: number,
		values: Partial<Redirect>,
		options: { emitEvents: boolean }
	): Promise<unknown>;
}): Writer {
	return {
		createOne: (values) => service.createOne(values, { emitEvents: false }),
		updateOne: (id, values) => service.updateOne(id, values, { emitEvents: false })
	};
}
