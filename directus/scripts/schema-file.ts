import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The snapshot of the model, written by Directus. */
export const schemaFile = path.resolve(
	path.dirname(fileURLToPath(import.meta.url)),
	'../../directus-schema.yaml'
);

/** A field of a snapshot, as far as we read it. `schema` is null where it has no column. */
export interface SnapshotField {
	collection: string;
	field: string;
	type: string;
	schema: {
		data_type: string;
		max_length: number | null;
		numeric_precision: number | null;
		numeric_scale: number | null;
		is_nullable: boolean;
		is_primary_key: boolean;
	} | null;
	meta: {
		interface: string | null;
		note: string | null;
		options: { choices?: { value: string }[] } | null;
	};
}

/** A relation of a snapshot, as far as we read it. */
interface SnapshotRelation {
	collection: string;
	field: string;
	related_collection: string | null;
	schema: { constraint_name: string | null } | null;
}

/** A snapshot, as far as we read it. `schema` of a collection is null for a folder, which has no table. */
export interface Snapshot {
	collections: {
		collection: string;
		schema: { name: string } | null;
		meta: { singleton: boolean; note: string | null };
	}[];
	fields: SnapshotField[];
	relations: SnapshotRelation[];
}

/** Reads the committed snapshot; it is Directus' own output, hence trusted. */
export function readSnapshot(): Snapshot {
	return parse(readFileSync(schemaFile, 'utf8')) as Snapshot;
}

/** The tables that a database with this model has. */
export function tablesOf(snapshot: Snapshot): string[] {
	return snapshot.collections.flatMap(({ schema }) => (schema ? [schema.name] : []));
}

/**
 * What a database holds beyond the wanted model, in the form in which `schema apply --ignoreRules` takes it:
 * `collection` or `collection.field`.
 */
export function additions(wanted: Snapshot, current: Snapshot): string[] {
	const known = new Set(wanted.collections.map(({ collection }) => collection));
	const knownFields = new Set(wanted.fields.map(fieldName));
	const collections = current.collections
		.map(({ collection }) => collection)
		.filter((collection) => !known.has(collection));
	const fields = current.fields
		.filter(
			(field) => !knownFields.has(fieldName(field)) && !collections.includes(field.collection)
		)
		.map(fieldName);
	return [...collections, ...fields];
}

/**
 * The wanted model in the words of the database that is there. A snapshot names the types of the database it was
 * taken from (`varchar`, `character varying`); applied to another kind of database it would alter every column,
 * at each start, and on PostgreSQL fail at the foreign keys.
 */
export function inWordsOf(current: Snapshot, wanted: Snapshot): Snapshot {
	const fields = new Map(current.fields.map((field) => [fieldName(field), field]));
	const relations = new Map(current.relations.map((relation) => [fieldName(relation), relation]));
	return {
		...wanted,
		fields: wanted.fields.map((field) => fieldInWordsOf(fields.get(fieldName(field)), field)),
		relations: wanted.relations.map((relation) => {
			const there = relations.get(fieldName(relation));
			if (!there?.schema || !relation.schema) return relation;
			const { constraint_name } = there.schema;
			return { ...relation, schema: { ...relation.schema, constraint_name } };
		})
	};
}

function fieldInWordsOf(there: SnapshotField | undefined, wanted: SnapshotField): SnapshotField {
	if (!there?.schema || !wanted.schema) return wanted;
	const bothIds = isIdColumn(there) && isIdColumn(wanted);
	if (there.type !== wanted.type && !bothIds) return wanted;
	const { data_type, numeric_precision, numeric_scale } = there.schema;
	const max_length = bothIds ? there.schema.max_length : wanted.schema.max_length;
	return {
		...wanted,
		type: there.type,
		schema: { ...wanted.schema, data_type, numeric_precision, numeric_scale, max_length }
	};
}

/** SQLite has no uuid: Directus keeps one in `char(36)`, and calls some of these columns strings. */
function isIdColumn({ type, schema }: SnapshotField): boolean {
	return type === 'uuid' || (schema?.data_type === 'char' && schema.max_length === 36);
}

function fieldName({ collection, field }: { collection: string; field: string }): string {
	return `${collection}.${field}`;
}

/** A number that stands for this model under this Directus: not 0, and small enough for SQLite's `user_version`. */
export function fingerprint(schema: string | Buffer, directusVersion: string): number {
	const digest = createHash('sha256').update(directusVersion).update('\0').update(schema).digest();
	return digest.readUInt32BE(0) & 0x7fffffff || 1;
}
