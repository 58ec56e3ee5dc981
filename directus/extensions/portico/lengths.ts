import type { Context, Database, Request } from './endpoint.ts';

/** Maximal number of characters by field, from the columns; null for no limit. */
export type Lengths = ReadonlyMap<string, number | null>;

type Source = { services: Context['services']; schema: Request['schema']; database: Database };

const known = new Map<string, Promise<Lengths>>();

/**
 * The lengths of one of Directus' own collections, whose columns stay the same while a process runs. SQLite keeps longer
 * texts all the same, but its columns declare the same lengths as those on PostgreSQL.
 */
export function lengthsOf(collection: string, source: Source): Promise<Lengths> {
	const loading = known.get(collection) ?? read(collection, source);
	known.set(collection, loading);
	loading.catch(() => known.delete(collection));
	return loading;
}

async function read(collection: string, { services, schema, database }: Source): Promise<Lengths> {
	const fields = (await new services.FieldsService({ schema, knex: database }).readAll(
		collection
	)) as Field[];
	return new Map(fields.map(({ field, schema }) => [field, schema?.max_length ?? null]));
}

/** The properties of a field that are used; fields without a column have no schema. */
interface Field {
	field: string;
	schema: { max_length: number | null } | null;
}
