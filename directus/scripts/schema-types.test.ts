import { expect, test } from 'vitest';
import { schemaTypes } from './schema-types.ts';
import type { Snapshot, SnapshotField } from './schema-file.ts';

test('a model becomes interfaces', () => {
	expect(schemaTypes(model))
		.toBe(`// Written by \`npm run types\` from directus-schema.yaml. Change the model in Studio, take a snapshot, run it again.
import type { DirectusFile } from '@directus/sdk';

/** What people read */
export interface Story {
	id: number;
	/** The headline */
	title: string;
	status: 'draft' | 'published';
	labels: string[] | null;
	cover: DirectusFile<Schema> | string | null;
	sequel: Story | number | null;
}

export interface Imprint {
	text: string | null;
}

/** Every collection of the site, by the name Directus knows it by. */
export interface Schema {
	stories: Story[];
	imprint: Imprint;
}
`);
});

const model: Snapshot = {
	collections: [
		{ collection: 'texts', schema: null, meta: { singleton: false, note: 'A folder' } },
		{
			collection: 'stories',
			schema: { name: 'stories' },
			meta: { singleton: false, note: 'What people read' }
		},
		{ collection: 'imprint', schema: { name: 'imprint' }, meta: { singleton: true, note: null } }
	],
	fields: [
		field('stories.id', 'integer', { nullable: false }),
		field('stories.title', 'string', { nullable: false, note: 'The headline' }),
		field('stories.status', 'string', {
			nullable: false,
			interface: 'select-dropdown',
			options: { choices: [{ value: 'draft' }, { value: 'published' }] }
		}),
		field('stories.labels', 'json', { interface: 'tags' }),
		field('stories.cover', 'uuid', {}),
		field('stories.sequel', 'integer', {}),
		{ ...field('stories.history', 'alias', {}), schema: null },
		field('imprint.text', 'text', {})
	],
	systemFields: [],
	relations: [
		relation('stories', 'cover', 'directus_files'),
		relation('stories', 'sequel', 'stories'),
		relation('directus_folders', 'owner', 'directus_users')
	]
};

function field(
	name: string,
	type: string,
	{ nullable = true, ...meta }: { nullable?: boolean } & Partial<SnapshotField['meta']>
): SnapshotField {
	const [collection = '', field = ''] = name.split('.');
	return {
		collection,
		field,
		type,
		schema: {
			data_type: type,
			max_length: null,
			numeric_precision: null,
			numeric_scale: null,
			is_nullable: nullable,
			is_primary_key: false
		},
		meta: { interface: null, note: null, options: null, ...meta }
	};
}

function relation(collection: string, field: string, related_collection: string) {
	return { collection, field, related_collection, schema: { constraint_name: null }, meta: null };
}
