import type { Snapshot, SnapshotField } from './schema-file.ts';

const HEADER = `// Written by \`npm run types\` from directus-schema.yaml. Change the model in Studio, take a snapshot, run it again.
`;

/** Directus' own collections that ours point to, with the type of their ids. */
const SYSTEM_TYPES: Record<string, string> = {
	directus_files: 'DirectusFile',
	directus_folders: 'DirectusFolder',
	directus_roles: 'DirectusRole',
	directus_users: 'DirectusUser'
};

const NUMBERS = ['integer', 'bigInteger', 'float', 'decimal'];

/** The model in TypeScript, in the form in which `@directus/sdk` takes it. */
export function schemaTypes(snapshot: Snapshot): string {
	const collections = snapshot.collections.filter(({ schema }) => schema);
	const entries = collections.map(({ collection, meta }) => {
		const list = meta.singleton ? '' : '[]';
		return `\t${collection}: ${typeName(collection)}${list};\n`;
	});
	const blocks = [
		HEADER + systemImport(snapshot),
		...collections.map(({ collection, meta }) => {
			const fields = snapshot.fields
				// What has no column holds no value: it arranges the form in Studio
				.filter((field) => field.collection === collection && field.schema)
				.map((field) => property(field, snapshot));
			return `${documentation(meta.note, '')}export interface ${typeName(collection)} {\n${fields.join('')}}\n`;
		}),
		`/** Every collection of the site, by the name Directus knows it by. */\nexport interface Schema {\n${entries.join('')}}\n`
	];
	return blocks.join('\n');
}

function systemImport({ relations, collections }: Snapshot): string {
	const ours = new Set(collections.map(({ collection }) => collection));
	const names = relations
		.filter(({ collection }) => ours.has(collection))
		.flatMap(({ related_collection }) => SYSTEM_TYPES[related_collection ?? ''] ?? []);
	const unique = [...new Set(names)].sort();
	return unique.length > 0 ? `import type { ${unique.join(', ')} } from '@directus/sdk';\n` : '';
}

function property(field: SnapshotField, snapshot: Snapshot): string {
	const empty = field.schema?.is_nullable ? ' | null' : '';
	const line = `\t${field.field}: ${valueType(field, snapshot)}${empty};\n`;
	return documentation(field.meta.note, '\t') + line;
}

function valueType(field: SnapshotField, { relations }: Snapshot): string {
	const related = relations.find(
		(relation) => relation.collection === field.collection && relation.field === field.field
	)?.related_collection;
	if (related) return `${relatedType(related)} | ${scalar(field)}`;
	const { choices } = field.meta.options ?? {};
	if (field.meta.interface === 'select-dropdown' && choices) {
		return choices.map(({ value }) => `'${value}'`).join(' | ');
	}
	return scalar(field);
}

function relatedType(collection: string): string {
	const system = SYSTEM_TYPES[collection];
	return system ? `${system}<Schema>` : typeName(collection);
}

function scalar({ type, meta }: SnapshotField): string {
	if (NUMBERS.includes(type)) return 'number';
	if (type === 'boolean') return 'boolean';
	if (type === 'csv' || meta.interface === 'tags') return 'string[]';
	if (type === 'json') return 'unknown';
	return 'string';
}

/** `reading_lists` is a `ReadingList`. */
function typeName(collection: string): string {
	const words = collection.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	return words
		.join('')
		.replace(/ies$/, 'y')
		.replace(/([^s])s$/, '$1');
}

function documentation(note: string | null, indent: string): string {
	return note ? `${indent}/** ${note.replaceAll('*/', '* /')} */\n` : '';
}
