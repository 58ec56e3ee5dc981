import type { HookConfig } from '@directus/extensions';
import { BASE_LANGUAGE, languageOf } from '@portico/contract/languages.ts';
import * as words from '@portico/contract/messages/build/studio.ts';
import { isDeepStrictEqual } from 'node:util';

/** A text of Studio in one of its languages: a row of the table that administrators see as Translation Strings. */
interface Translation {
	language: string;
	key: string;
	value: string;
}

/** The query with which Studio loads these texts. */
interface Query {
	filter?: { language?: { _eq?: unknown } } | null;
	fields?: string[] | null;
	page?: number | null;
}

const FIELDS = ['key', 'language', 'value'];

/**
 * The notes, rules and choices of our fields, in the language of the person in Studio. In directus-schema.yaml they are
 * keys, `$t:studio_slugRule`, which Studio looks up among its Translation Strings. The strings come from the catalogs when
 * they are read and are in no table: nothing has to be set up, and a row that an administrator adds for a key takes
 * its place. In languages without a catalog they are English, where Studio itself would show the keys.
 */
export const studioWords: HookConfig = ({ filter }) => {
	filter<Translation[]>('translations.read', (rows, { query }) => {
		const tag = languageOfStudio(query as Query); // Directus' own
		return tag === null ? rows : [...rows, ...missingIn(rows, tag)];
	});
};

/** The language whose texts Studio loads; null for every other query. */
function languageOfStudio({ filter, fields, page }: Query): string | null {
	const tag = filter?.language?._eq;
	const isStudios =
		typeof tag === 'string' &&
		isDeepStrictEqual(filter, { language: { _eq: tag } }) &&
		isDeepStrictEqual(fields?.toSorted(), FIELDS);
	// Studio goes on to the next page until one is empty
	return isStudios && (page ?? 1) === 1 ? tag : null;
}

function missingIn(rows: Translation[], tag: string): Translation[] {
	const present = new Set(rows.map(({ key }) => key));
	return Object.entries(words)
		.filter(([key]) => !present.has(key))
		.map(([key, text]) => ({ language: tag, key, value: text(languageOf(tag) ?? BASE_LANGUAGE) }));
}
