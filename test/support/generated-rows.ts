import fc from 'fast-check';
import { type Addressed, ADDRESSED, slugFault } from '@portico/contract/addresses.ts';
import { editing } from '../../directus/access/policies.ts';
import { readSnapshot, type SnapshotField } from '../../scripts/directus/schema-file.ts';

/** Values by the names of their fields. */
export type Row = Record<string, unknown>;

/** Keys that rows may point to, by the name of the target collection. */
export type Targets = Record<string, (string | number)[]>;

const MAX_CHARACTERS = 255;
const DAY_MILLISECONDS = 86_400_000;
const NULLS = 1;
const VALUES = 6;

/** Texts that are known to break pages: without a visible character, out of order, much too long, or of other languages. */
const ODD_TEXTS = [
	...['', ' ', '\n', '\u200b', '\u2800', '\u202e<b>', '\ufeff', '\u2028', 'a\u0300'.repeat(60)],
	...[
		'W'.repeat(MAX_CHARACTERS),
		'😀'.repeat(MAX_CHARACTERS),
		'👩‍👩‍👧‍👦',
		'ﷺ',
		'مرحبا',
		'日本語',
		'\u{e0041}'
	],
	...[
		'</script><script>1</script>',
		'<!--',
		']]>',
		'"',
		"'",
		'&lt;',
		'{{title}}',
		'${1}',
		'\\',
		'`'
	],
	...[
		'__proto__',
		'constructor',
		'null',
		'undefined',
		'NaN',
		'0',
		'-1',
		'/',
		'//',
		'%',
		'%00',
		'?#'
	]
];
const HTML_PARTS = [
	...[
		'<p>',
		'</p>',
		'<h2>',
		'<h3 id="a">',
		'</h2>',
		'<ul><li>',
		'</ul>',
		'<table><td>',
		'<pre>',
		'<br>'
	],
	...[
		'<blockquote>',
		'<a href="/articles">',
		'<a href="javascript:1">',
		'<a href="#a">',
		'</a>',
		'<hr/>'
	],
	...[
		'<script>',
		'</script>',
		'<style>',
		'<svg><math>',
		'<iframe>',
		'<textarea>',
		'<!--',
		'-->',
		'<',
		'>'
	],
	...[
		'<p onclick="x()">',
		'<img src="/assets/x" alt="x">',
		'&amp;',
		'&#0;',
		'&#x110000;',
		'&nbsp;',
		' '
	]
];

/** Text that may be typed or pasted into a field of one line. */
export const text = fc.oneof(
	fc.constantFrom(...ODD_TEXTS),
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: 'binary', maxLength: 40 })
);
const html = fc
	.array(fc.oneof(fc.constantFrom(...HTML_PARTS), text), { maxLength: 30 })
	.map((parts) => parts.join(''));
/** Mostly around now, because the front page shows the newest articles. */
const time = fc.oneof(
	{ weight: 4, arbitrary: fc.integer({ min: -30, max: 0 }).map(inDays) },
	fc.integer({ min: 1, max: 30 }).map(inDays),
	fc.constantFrom('1000-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59Z')
);

/** Fields for links; Directus refuses invalid ones. */
const LINKS = new Set(['premium_link', 'terms_link']);

/** The fields that an editor fills in, by collection. */
const fields = editorsFields();

/** A row of a collection in all fields that an editor can write. */
export function generatedRow(collection: string, targets: Targets = {}): fc.Arbitrary<Row> {
	const found = fields.filter((field) => field.collection === collection);
	return fc.record(
		Object.fromEntries(
			found.map((field) => [field.field, nullable(field, valueOf(field, targets))])
		)
	);
}

/** The collections that an editor writes, besides Directus' own. */
export function editorsCollections(): string[] {
	const written = editing.permissions.filter(({ action }) => action === 'create');
	return written
		.map(({ collection }) => collection)
		.filter((collection) => !collection.startsWith('directus_'));
}

function editorsFields(): SnapshotField[] {
	const collections = editorsCollections();
	return readSnapshot().fields.filter(({ collection, schema, meta }) => {
		const { readonly } = meta as { readonly?: boolean }; // Directus returns it for every field
		return collections.includes(collection) && schema && !schema.is_primary_key && !readonly;
	});
}

function nullable({ schema }: SnapshotField, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	if (!schema?.is_nullable) return value;
	return fc.oneof(
		{ weight: NULLS, arbitrary: fc.constant(null) },
		{ weight: VALUES, arbitrary: value }
	);
}

function valueOf(field: SnapshotField, targets: Targets): fc.Arbitrary<unknown> {
	const { collection, type, meta, schema } = field;
	const addressed = ADDRESSED.find((name) => name === collection);
	if (field.field === 'slug' && addressed) return slug(addressed);
	if (collection === 'redirects') return path;
	if (field.field === 'url') return fc.oneof(path, fc.constantFrom('/', '/articles', '/articles'));
	const target = relatedTo(field);
	if (target) return fc.constantFrom(null, ...(targets[target] ?? []));
	if (LINKS.has(field.field)) return path;
	const choices = meta.options?.choices as { value: unknown }[] | null | undefined;
	if (choices) {
		const values = choices.map(({ value }) => value);
		// most are to be seen
		const usual = values.includes('published') ? ['published'] : values;
		return fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom(...usual) },
			fc.constantFrom(...values, 'added in Studio')
		);
	}
	switch (type) {
		case 'string':
			return text
				.map((value) => [...value].slice(0, schema?.max_length ?? MAX_CHARACTERS).join(''))
				.map((value) => (field.field === 'terms_version' && value.trim() === '' ? '1' : value));
		case 'text':
			return html;
		case 'json':
			return fc.oneof(fc.array(text), fc.jsonValue());
		case 'timestamp':
			return time;
		case 'integer':
			return fc.integer({ min: -2_147_483_648, max: 2_147_483_647 });
		default:
			throw new Error(`${collection}.${field.field}: what may be in a field of type ${type}?`);
	}
}

/** Odd, but one that no other row has. */
function slug(collection: Addressed): fc.Arbitrary<string> {
	return fc
		.tuple(text, fc.uuid())
		.map(([odd, id]) => `${[...odd].slice(0, 200).join('')}${id}`)
		.map((slug) =>
			slugFault(collection, slug) === null ? slug : slug.replace(/[\s/\\?#%\p{Cc}\p{Cs}]/gu, '-')
		);
}

const path = fc.tuple(text, fc.uuid()).map(
	([odd, id]) =>
		`/${[...odd]
			.slice(0, 200)
			.join('')
			.replace(/[\s/\\%\p{Cc}\p{Cs}]/gu, '')}${id}`
);

function relatedTo({ collection, field }: SnapshotField): string | null {
	const relation = readSnapshot().relations.find(
		(one) => one.collection === collection && one.field === field
	);
	return relation?.related_collection ?? null;
}

function inDays(days: number): string {
	return new Date(Date.now() + days * DAY_MILLISECONDS).toISOString();
}
