import type { Language } from '@portico/contract/languages.ts';
import * as v from 'valibot';
import type { Asker } from '../directus/asker.ts';
import { client, readFiles } from '../directus/client.ts';
import { isFailure } from '../directus/failure.ts';
import { log } from '../operations/log.ts';
import { clean } from './clean.ts';
import { idsOfFiles, type StoredFiles } from './uploaded-file.ts';

/** As many ids as a URL holds easily. */
const FILES_PER_QUERY = 100;
/** Pictures beyond these are shown without their version, and are revalidated each time. */
const MAX_FILES = 500;

const fileSchema = v.object({
	id: v.string(),
	modified_on: v.nullable(v.pipe(v.string(), v.transform(Date.parse), v.finite())),
	/** PostgreSQL has a large one as text. */
	filesize: v.nullable(v.union([v.number(), v.string()])),
	width: v.nullable(v.number()),
	height: v.nullable(v.number())
});

/**
 * An editor's text, clean, with its pictures at the addresses of their versions, for this asker; words that are added are
 * in the language of the text.
 *
 * @throws {DirectusFailure}
 */
export async function readText(
	html: string,
	{ asker, language }: { asker: Asker; language: Language }
): Promise<string> {
	const files = await storedFiles(idsOfFiles(html).slice(0, MAX_FILES), asker);
	return clean(html, files, language);
}

async function storedFiles(ids: string[], asker: Asker): Promise<StoredFiles> {
	const batches = Array.from({ length: Math.ceil(ids.length / FILES_PER_QUERY) }, (_, index) =>
		ids.slice(index * FILES_PER_QUERY, (index + 1) * FILES_PER_QUERY)
	);
	const rows = await Promise.all(batches.map((batch) => readBatch(batch, asker)));
	return new Map(
		rows.flat().flatMap((row) => {
			const parsed = v.safeParse(fileSchema, row);
			if (!parsed.success) {
				log.warn({ issues: v.flatten(parsed.issues).nested }, 'file shown without its version');
				return [];
			}
			const { id, width, height } = parsed.output;
			return [[id, { version: versionOf(parsed.output), width, height }]];
		})
	);
}

/**
 * Begins with the second of the last change, of which Directus makes its ETag. A file may be replaced twice in a second, and
 * on SQLite the API omits its fraction: the size distinguishes the two.
 */
function versionOf({ modified_on: modifiedOn, filesize }: v.InferOutput<typeof fileSchema>) {
	if (modifiedOn === null) return null;
	return `${(modifiedOn / 1000).toFixed(3)}-${filesize ?? 0}`;
}

async function readBatch(ids: string[], asker: Asker): Promise<unknown[]> {
	try {
		return await client(asker).request(
			readFiles({
				filter: { id: { _in: ids } },
				fields: ['id', 'modified_on', 'filesize', 'width', 'height'],
				limit: FILES_PER_QUERY
			})
		);
	} catch (error) {
		// a role without any permission on files
		if (isFailure(error, 'FORBIDDEN')) return [];
		throw error;
	}
}
