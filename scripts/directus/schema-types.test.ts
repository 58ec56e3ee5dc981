import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { schemaTypes } from './schema-types.ts';
import type { Snapshot, SnapshotField } from './schema-file.ts';

test('interfaces are generated from a model', () => {
	expect(schemaTypes(model))
		.toBe(`// Written by \`npm run types\` from directus-schema.yaml. Change the model in Studio, take a snapshot, run it again.
import type { DirectusFile } from '@directus/sdk';

/** A public story */
export interface Story {
	id: number;
	/** The headline */
	title: string;
	status: "draft" | "published";
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

test('types for any names and choices that Studio accepts compile', () => {
	const odd = schemaTypes(oddModel);
	expect(problemsOf(odd)).toEqual([]);
	expect(odd).toContain(`answer: "don't know" | "a \\"quote\\"" | "back\\\\slash" | "" | null;`);
	expect(odd).toContain('"2nd-choice": 1 | 2 | null;');
	expect(odd).toContain('"x-y": XY[];');
	expect(odd).toContain('none: string | null;');
	expect(odd).toContain('open: string | null;');
	expect(odd).toContain('noted: string | null;');
	expect(odd).toContain('reply: number | null;');
});

/** Diagnostics of the compiler for a file of types beside the app's own. */
function problemsOf(types: string): string[] {
	const file = path.resolve(import.meta.dirname, '../../app/src/lib/server/directus/odd.ts');
	const options: ts.CompilerOptions = {
		noEmit: true,
		strict: true,
		types: [],
		target: ts.ScriptTarget.ESNext,
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler
	};
	const disk = ts.createCompilerHost(options);
	const isOdd = (name: string) => path.resolve(name) === file;
	const host: ts.CompilerHost = {
		...disk,
		getSourceFile: (name, version) =>
			isOdd(name) ? ts.createSourceFile(name, types, version) : disk.getSourceFile(name, version),
		fileExists: (name) => isOdd(name) || disk.fileExists(name),
		readFile: (name) => (isOdd(name) ? types : disk.readFile(name))
	};
	const program = ts.createProgram([file], options, host);
	const source = program.getSourceFile(file);
	return [
		...program.getSyntacticDiagnostics(source),
		...program.getSemanticDiagnostics(source)
	].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const model: Snapshot = {
	collections: [
		{ collection: 'texts', schema: null, meta: { singleton: false, note: 'A folder' } },
		{
			collection: 'stories',
			schema: { name: 'stories' },
			meta: { singleton: false, note: 'A public story' }
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

/** An unusual model that Studio allows. */
const oddModel: Snapshot = {
	collections: [
		'x-y',
		'x_y',
		'2nd',
		'news',
		'schema',
		'directus_file',
		'class',
		'größen',
		'---'
	].map((collection) => ({
		collection,
		schema: { name: collection },
		meta: { singleton: false, note: 'A note */ that\nends \\' }
	})),
	fields: [
		field('x-y.id', 'integer', { nullable: false }),
		field('x-y.2nd-choice', 'integer', choices('1', 2, 1)),
		field('x-y.answer', 'string', choices("don't know", 'a "quote"', 'back\\slash', '')),
		field('x-y.none', 'string', choices()),
		field('x-y.open', 'string', choices('a')),
		field('x-y.noted', 'string', choices({ odd: true })),
		field('x-y.with space', 'string', {}),
		field('x-y.class', 'string', {}),
		field('x-y.über', 'string', {}),
		field('x-y.sibling', 'integer', {}),
		field('x-y.reply', 'integer', {}),
		field('x-y.picture', 'uuid', {})
	].map((one) =>
		one.field === 'open'
			? { ...one, meta: { ...one.meta, options: { ...one.meta.options, allowOther: true } } }
			: one
	),
	systemFields: [],
	relations: [
		relation('x-y', 'sibling', 'x_y'),
		relation('x-y', 'reply', 'directus_comments'),
		relation('x-y', 'picture', 'directus_files')
	]
};

function choices(...values: unknown[]) {
	const options = { choices: values.map((value) => ({ value })) };
	return { interface: 'select-dropdown', options };
}

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
