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

/** A field of the snapshot, as far as we read it. */
export interface SnapshotField {
	collection: string;
	field: string;
	type: string;
	schema: { is_nullable: boolean; is_primary_key: boolean } | null;
	meta: {
		interface: string | null;
		note: string | null;
		options: { choices?: { value: string }[] } | null;
		required: boolean;
		special: string[] | null;
	};
}

/** The snapshot, as far as we read it. */
export interface Snapshot {
	/** `schema` is null for a folder of collections, which has no table. */
	collections: {
		collection: string;
		schema: { name: string } | null;
		meta: { singleton: boolean; note: string | null };
	}[];
	fields: SnapshotField[];
	relations: { collection: string; field: string; related_collection: string }[];
}

/** Reads the snapshot; it is Directus' own output, hence trusted. */
export function readSnapshot(file = schemaFile): Snapshot {
	return parse(readFileSync(file, 'utf8')) as Snapshot;
}

/** The tables that a database with this model has. */
export function tablesOf(snapshot: Snapshot): string[] {
	return snapshot.collections.flatMap(({ schema }) => (schema ? [schema.name] : []));
}

/**
 * What a database holds beyond the snapshot, in the form in which `schema apply --ignoreRules` takes it:
 * `collection` or `collection.field`.
 */
export function additions(
	snapshot: Snapshot,
	database: { collections: string[]; fields: string[] }
): string[] {
	const ours = new Set(snapshot.collections.map(({ collection }) => collection));
	const ourFields = new Set(
		snapshot.fields.map(({ collection, field }) => `${collection}.${field}`)
	);
	const collections = database.collections.filter((collection) => !ours.has(collection));
	const fields = database.fields.filter((name) => {
		const [collection = ''] = name.split('.');
		return !ourFields.has(name) && !collections.includes(collection);
	});
	return [...collections, ...fields];
}

/**
 * A number that stands for this model under this Directus: not 0, and small enough for SQLite's `user_version`.
 */
export function fingerprint(schema: string | Buffer, directusVersion: string): number {
	const digest = createHash('sha256').update(directusVersion).update('\0').update(schema).digest();
	return digest.readUInt32BE(0) & 0x7fffffff || 1;
}
