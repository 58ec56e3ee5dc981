import { describe, expect, test } from 'vitest';
import { additions, fingerprint, inWordsOf, type Snapshot, withAdditions } from './schema-file.ts';

type Column = NonNullable<Snapshot['fields'][number]['schema']>;

function collection(name: string): Snapshot['collections'][number] {
	return { collection: name, schema: { name }, meta: { singleton: false, note: null } };
}

function relation(name: string, meta: object | null = null): Snapshot['relations'][number] {
	const [collection = '', field = ''] = name.split('.');
	return { collection, field, related_collection: 'colours', schema: null, meta };
}

function field(name: string, type: string, column: Partial<Column>): Snapshot['fields'][number] {
	const [collection = '', field = ''] = name.split('.');
	const plain = { numeric_precision: null, numeric_scale: null, max_length: null };
	return {
		collection,
		field,
		type,
		schema: { data_type: type, is_nullable: true, is_primary_key: false, ...plain, ...column },
		meta: { interface: null, note: null, options: null }
	};
}

function snapshot(parts: Partial<Snapshot>): Snapshot {
	return {
		collections: [collection('articles')],
		fields: [],
		systemFields: [],
		relations: [],
		...parts
	};
}

describe('an addition to the wanted model', () => {
	test('is named by collection, and by field in the collections that are wanted', () => {
		const wanted = snapshot({ fields: [field('articles.title', 'string', {})] });
		const current = snapshot({
			collections: [collection('articles'), collection('events')],
			fields: [
				field('articles.title', 'string', {}),
				field('articles.colour', 'string', {}),
				field('events.id', 'integer', {})
			]
		});

		expect(additions(wanted, current)).toEqual(['events', 'articles.colour']);
	});

	test('does not exist where the database has the wanted parts, or fewer', () => {
		const wanted = snapshot({ fields: [field('articles.title', 'string', {})] });

		expect(additions(wanted, snapshot({}))).toEqual([]);
	});

	test('may be a relation of a wanted field', () => {
		const wanted = snapshot({ fields: [field('articles.author', 'string', {})] });
		const current = snapshot({ ...wanted, relations: [relation('articles.author')] });

		expect(additions(wanted, current)).toEqual(['articles.author (relation)']);
	});

	test('is part of the applied model, so that it is not deleted', () => {
		const wanted = snapshot({ fields: [field('articles.title', 'string', {})] });
		const current = snapshot({
			collections: [collection('articles'), collection('events')],
			fields: [field('articles.title', 'text', {}), field('articles.colour', 'string', {})],
			relations: [relation('articles.colour')]
		});

		expect(withAdditions(wanted, current)).toEqual({
			...current,
			fields: [wanted.fields[0], current.fields[1]]
		});
	});
});

describe('keys of a collection, a field or a relation', () => {
	const status = { status: 'active', autosave_revision_interval: null };
	const without = snapshot({
		fields: [field('articles.title', 'string', {})],
		relations: [relation('articles.title', { sort_field: 'sort' })]
	});
	const newer = snapshot({
		collections: without.collections.map((one) => ({ ...one, meta: { ...one.meta, ...status } })),
		fields: without.fields.map((one) => ({ ...one, meta: { ...one.meta, ...status } })),
		relations: without.relations.map((one) => ({ ...one, meta: { ...one.meta, ...status } }))
	});

	test('are kept where only the database has them: Directus 11 would delete the collection for it', () => {
		expect(inWordsOf(newer, without)).toEqual(newer);
	});

	test('are left out where the database does not support them', () => {
		expect(inWordsOf(without, newer)).toEqual(without);
	});

	test('have the values of the file', () => {
		const noted = snapshot({
			collections: [{ ...collection('articles'), meta: { singleton: true, note: 'Read' } }]
		});

		expect(inWordsOf(newer, noted).collections[0]?.meta).toEqual({
			singleton: true,
			note: 'Read',
			...status
		});
	});
});

describe('names in other languages', () => {
	const named = (...names: [string, string][]) => {
		const translations = names.map(([language, translation]) => ({ language, translation }));
		const articles = collection('articles');
		return snapshot({ collections: [{ ...articles, meta: { ...articles.meta, translations } }] });
	};
	const translations = (current: Snapshot, wanted: Snapshot) =>
		inWordsOf(current, wanted).collections[0]?.meta.translations;
	const german = { language: 'de-DE', translation: 'Artikel' };

	test('are given where there are none', () => {
		expect(translations(named(), named(['de-DE', 'Artikel']))).toEqual([german]);
	});

	test('are added in a language that is missing, and stay as they are in the others', () => {
		const current = named(['fr-FR', 'Textes'], ['de-DE', 'Beiträge']);
		expect(translations(current, named(['de-DE', 'Artikel'], ['es-ES', 'Artículos']))).toEqual([
			{ language: 'fr-FR', translation: 'Textes' },
			{ language: 'de-DE', translation: 'Beiträge' },
			{ language: 'es-ES', translation: 'Artículos' }
		]);
	});

	test('stay where the file has none', () => {
		expect(translations(named(['de-DE', 'Artikel']), named())).toEqual([german]);
	});
});

describe('a model as the database stores it', () => {
	const sqlite = snapshot({
		fields: [
			field('articles.title', 'string', { data_type: 'varchar', max_length: 255 }),
			field('articles.author', 'string', { data_type: 'char', max_length: 36 })
		],
		relations: [
			{
				collection: 'articles',
				field: 'author',
				related_collection: 'directus_users',
				schema: { constraint_name: null },
				meta: null
			}
		]
	});
	const postgres = snapshot({
		fields: [
			field('articles.title', 'string', { data_type: 'character varying', max_length: 255 }),
			field('articles.author', 'uuid', { data_type: 'uuid' })
		],
		relations: [
			{
				collection: 'articles',
				field: 'author',
				related_collection: 'directus_users',
				schema: { constraint_name: 'articles_author_foreign' },
				meta: null
			}
		]
	});

	test('is the same model whichever database the snapshot was taken from', () => {
		expect(inWordsOf(postgres, sqlite)).toEqual(postgres);
		expect(inWordsOf(sqlite, postgres)).toEqual(sqlite);
	});

	test("keeps indexes on Directus' own fields, which newer releases add", () => {
		const index = (field: string) => ({ collection: 'directus_sessions', field, schema: {} });
		const newer = snapshot({ systemFields: [index('user'), index('oauth_client')] });

		expect(inWordsOf(newer, snapshot({ systemFields: [index('user')] }))).toEqual(newer);
	});

	test('keeps a change of length', () => {
		const longer = snapshot({
			fields: [field('articles.title', 'string', { data_type: 'varchar', max_length: 100 })]
		});

		expect(inWordsOf(postgres, longer).fields[0]?.schema).toMatchObject({
			data_type: 'character varying',
			max_length: 100
		});
	});

	test('keeps a change of type, and parts that the database lacks', () => {
		const changed = snapshot({
			fields: [
				field('articles.title', 'text', {}),
				field('articles.subtitle', 'string', { data_type: 'varchar', max_length: 255 })
			]
		});

		expect(inWordsOf(postgres, changed)).toEqual(changed);
	});
});

describe('the fingerprint of a model', () => {
	test('differs with the model and with the version of Directus', () => {
		const prints = [fingerprint('a', '1'), fingerprint('b', '1'), fingerprint('a', '2')];

		expect(new Set(prints).size).toBe(3);
	});

	test('fits into a signed integer of 32 bits and is not 0', () => {
		for (let model = 0; model < 1000; model += 1) {
			const print = fingerprint(String(model), '1');
			expect(print).toBeGreaterThan(0);
			expect(print).toBeLessThan(2 ** 31);
		}
	});
});
