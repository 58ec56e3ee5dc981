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

/** A name in one of the languages of Studio, such as `de-DE`; that of a collection has more forms. */
interface Translation {
	language: string;
	translation: string;
	singular?: string;
	plural?: string;
}

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
		translations?: Translation[] | null;
		/** As Studio or its API took them: `choices` should be objects with a `value`. */
		options: { choices?: unknown; allowOther?: boolean } | null;
	};
}

/** A relation of a snapshot, as far as we read it. */
export interface SnapshotRelation {
	collection: string;
	field: string;
	related_collection: string | null;
	schema: { constraint_name: string | null } | null;
	meta: object | null;
}

/** A collection of a snapshot, as far as we read it. `schema` is null for a folder, which has no table. */
interface SnapshotCollection {
	collection: string;
	schema: { name: string } | null;
	meta: { singleton: boolean; note: string | null; translations?: Translation[] | null };
}

/** A snapshot, as far as we read it. */
export interface Snapshot {
	collections: SnapshotCollection[];
	fields: SnapshotField[];
	/** Indexes on fields of Directus' own. */
	systemFields: { collection: string; field: string; schema: object }[];
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
 * Human-readable names of the parts that the wanted model lacks: `collection` or `collection.field`. Indexes are not
 * among them: Directus 12 adds some of its own.
 */
export function additions(wanted: Snapshot, current: Snapshot): string[] {
	const { collections, fields, relations } = beyond(wanted, current);
	const names = collections.map(({ collection }) => collection);
	const fieldNames = fields.map(fieldName);
	// a collection includes its fields, a field its relation
	const isNamed = (part: { collection: string; field: string }) =>
		names.includes(part.collection) || fieldNames.includes(fieldName(part));
	return [
		...names,
		...fields.filter(({ collection }) => !names.includes(collection)).map(fieldName),
		...relations.filter((one) => !isNamed(one)).map((one) => `${fieldName(one)} (relation)`)
	];
}

/** The parts of a database's model that the wanted one does not have. */
function beyond(wanted: Snapshot, current: Snapshot) {
	return {
		collections: missingIn(wanted.collections, current.collections),
		fields: missingIn(wanted.fields, current.fields),
		relations: missingIn(wanted.relations, current.relations)
	};
}

function missingIn<Part extends { collection: string; field?: string }>(
	wanted: Part[],
	current: Part[]
): Part[] {
	const known = new Set(wanted.map(fieldName));
	return current.filter((part) => !known.has(fieldName(part)));
}

/** The wanted model and all that a database has beyond it, so that applying it deletes nothing of that. */
export function withAdditions(wanted: Snapshot, current: Snapshot): Snapshot {
	const { collections, fields, relations } = beyond(wanted, current);
	return {
		...wanted,
		collections: [...wanted.collections, ...collections],
		fields: [...wanted.fields, ...fields],
		relations: [...wanted.relations, ...relations]
	};
}

/**
 * The wanted model as the existing database stores it:
 *
 * - A snapshot names the types of the database it was taken from (`varchar`, `character varying`); applied to another
 *   kind of database it would alter every column, at each start, and on PostgreSQL fail at the foreign keys.
 * - It has the `meta` keys of the Directus that wrote it. Where a database of a newer one has more (12: `status`),
 *   Directus 11 takes a missing key for "delete this collection". So keys that only the database has are kept, and those
 *   that it has no column for are left out.
 * - Names of collections and fields in other languages belong to the administrators once they are there: a language is added
 *   where it is missing, and nothing is replaced.
 * - Indexes on Directus' own fields are named where there are any; 12 brings some, which are its own business.
 */
export function inWordsOf(current: Snapshot, wanted: Snapshot): Snapshot {
	const collections = byName(current.collections);
	const fields = byName(current.fields);
	const relations = byName(current.relations);
	return {
		...wanted,
		systemFields: [...wanted.systemFields, ...missingIn(wanted.systemFields, current.systemFields)],
		collections: wanted.collections.map((collection) =>
			withNamesOf(collections.get(fieldName(collection)), collection)
		),
		fields: wanted.fields.map((field) => {
			const there = fields.get(fieldName(field));
			return withNamesOf(there, fieldInWordsOf(there, field));
		}),
		relations: wanted.relations.map((relation) => {
			const there = relations.get(fieldName(relation));
			return withMetaKeysOf(there, relationInWordsOf(there, relation));
		})
	};
}

function byName<Part extends { collection: string; field?: string }>(parts: Part[]) {
	return new Map(parts.map((part) => [fieldName(part), part]));
}

function withNamesOf<Part extends { meta: { translations?: Translation[] | null } }>(
	there: Part | undefined,
	wanted: Part
): Part {
	const kept = there?.meta?.translations ?? [];
	const added = wanted.meta?.translations ?? [];
	if (kept.length === 0) return withMetaKeysOf(there, wanted);
	const missing = added.filter(({ language }) => kept.every((one) => one.language !== language));
	const meta = { ...wanted.meta, translations: [...kept, ...missing] };
	return withMetaKeysOf(there, { ...wanted, meta });
}

function withMetaKeysOf<Part extends { meta: object | null }>(
	there: Part | undefined,
	wanted: Part
): Part {
	if (!there?.meta || !wanted.meta) return wanted;
	const keys = new Set(Object.keys(there.meta));
	const meta = Object.entries({ ...there.meta, ...wanted.meta }).filter(([key]) => keys.has(key));
	return { ...wanted, meta: Object.fromEntries(meta) };
}

function relationInWordsOf(
	there: SnapshotRelation | undefined,
	wanted: SnapshotRelation
): SnapshotRelation {
	if (!there?.schema || !wanted.schema) return wanted;
	const { constraint_name } = there.schema;
	return { ...wanted, schema: { ...wanted.schema, constraint_name } };
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

/** `collection.field`, or `collection` for other parts. */
function fieldName({ collection, field }: { collection: string; field?: string }): string {
	return field === undefined ? collection : `${collection}.${field}`;
}

/** A fingerprint of this model under this Directus: not 0, and small enough for SQLite's `user_version`. */
export function fingerprint(schema: string | Buffer, directusVersion: string): number {
	const digest = createHash('sha256').update(directusVersion).update('\0').update(schema).digest();
	return digest.readUInt32BE(0) & 0x7fffffff || 1;
}
