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

/** Names that the file has besides those of collections. */
const TAKEN = ['Schema', ...Object.values(SYSTEM_TYPES)];

const NUMBERS = ['integer', 'bigInteger', 'float', 'decimal'];

/** The model in TypeScript, in the form in which `@directus/sdk` takes it. */
export function schemaTypes(snapshot: Snapshot): string {
	const collections = snapshot.collections.filter(({ schema }) => schema);
	const types = typeNames(collections.map(({ collection }) => collection));
	const entries = collections.map(({ collection, meta }) => {
		const list = meta.singleton ? '' : '[]';
		return `\t${propertyName(collection)}: ${types.get(collection)}${list};\n`;
	});
	const blocks = [
		HEADER + systemImport(snapshot),
		...collections.map(({ collection, meta }) => {
			const fields = snapshot.fields
				// Fields without a column hold no value: they arrange the form in Studio
				.filter((field) => field.collection === collection && field.schema)
				.map((field) => property(field, snapshot, types));
			return `${documentation(meta.note, '')}export interface ${types.get(collection)} {\n${fields.join('')}}\n`;
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

function property(field: SnapshotField, snapshot: Snapshot, types: Map<string, string>): string {
	const empty = field.schema?.is_nullable ? ' | null' : '';
	const line = `\t${propertyName(field.field)}: ${valueType(field, snapshot, types)}${empty};\n`;
	return documentation(field.meta.note, '\t') + line;
}

function valueType(
	field: SnapshotField,
	{ relations }: Snapshot,
	types: Map<string, string>
): string {
	const related = relations.find(
		(relation) => relation.collection === field.collection && relation.field === field.field
	)?.related_collection;
	const relatedType = related && (systemType(related) ?? types.get(related));
	if (relatedType) return `${relatedType} | ${scalar(field)}`;
	const { choices, allowOther } = field.meta.options ?? {};
	const isChoice = field.meta.interface === 'select-dropdown' && !allowOther;
	return isChoice && Array.isArray(choices) ? choiceType(field, choices) : scalar(field);
}

/** Studio keeps the choices of a number as text where they were typed as text. */
function choiceType(field: SnapshotField, choices: unknown[]): string {
	const type = scalar(field);
	const values = choices.map(valueOf).map((value) => (type === 'number' ? Number(value) : value));
	// choices that are no literals of the column's type do not restrict its values
	if (
		values.length === 0 ||
		!values.every((value) => typeof value === type && !Number.isNaN(value))
	)
		return type;
	return [...new Set(values.map((value) => JSON.stringify(value)))].join(' | ');
}

function valueOf(choice: unknown): unknown {
	return typeof choice === 'object' && choice !== null && 'value' in choice ? choice.value : null;
}

function systemType(collection: string): string | undefined {
	const name = SYSTEM_TYPES[collection];
	return name && `${name}<Schema>`;
}

function scalar({ type, meta }: SnapshotField): string {
	if (NUMBERS.includes(type)) return 'number';
	if (type === 'boolean') return 'boolean';
	if (type === 'csv' || meta.interface === 'tags') return 'string[]';
	if (type === 'json') return 'unknown';
	return 'string';
}

/** A name of the model as the key of an object: Studio lets names have hyphens, and begin with digits. */
function propertyName(name: string): string {
	return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** The name of a type for each collection, each another. */
function typeNames(collections: string[]): Map<string, string> {
	const names = new Map<string, string>();
	const taken = new Set(TAKEN);
	for (const collection of collections) {
		const wanted = typeName(collection);
		let name = wanted;
		for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
		taken.add(name);
		names.set(collection, name);
	}
	return names;
}

/** `reading_lists` is a `ReadingList`. */
function typeName(collection: string): string {
	const words = collection
		.split(/[^\p{L}\p{N}]+/u)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	const name = words
		.join('')
		.replace(/ies$/, 'y')
		.replace(/([^s])s$/, '$1');
	return /^\p{L}/u.test(name) ? name : `Collection${name}`;
}

function documentation(note: string | null, indent: string): string {
	return note ? `${indent}/** ${note.replaceAll('*/', '* /')} */\n` : '';
}
