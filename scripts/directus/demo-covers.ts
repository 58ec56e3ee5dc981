import { readFile } from 'node:fs/promises';
import { covers as coversFolder } from '../../directus/access/folders.ts';
import { fileName } from '../../directus/content/file-name.ts';
import type { DemoArticle } from '../../directus/content/shape.ts';
import type { Administrator } from './administrator.ts';

const imagesFolder = new URL('../../directus/content/images/', import.meta.url);

interface PresentFile {
	id: string;
	filename_download: string;
	filesize: string | number | null;
}

/** Uploads missing covers into the public folder. @returns the ids of all covers by the article's slug */
export async function makeCovers(
	administrator: Administrator,
	articles: DemoArticle[]
): Promise<{ made: number; ids: Map<string, string> }> {
	const present = await presentFiles(administrator);
	const ids = new Map<string, string>();
	let made = 0;
	for (const { slug, cover } of articles) {
		if (!cover) continue;
		const name = `${fileName(slug)}.webp`;
		const id = present.get(name);
		if (id) {
			ids.set(slug, id);
			continue;
		}
		const content = new Uint8Array(await readFile(new URL(name, imagesFolder)));
		const fields = { title: cover.title, description: cover.alt, folder: coversFolder.id };
		const file = await administrator.upload<{ id: string }>(fields, {
			name,
			type: 'image/webp',
			content
		});
		ids.set(slug, file.id);
		made += 1;
	}
	return { made, ids };
}

/**
 * Ids by name. Directus makes the row first and fills in the size when the upload is complete: one without may be of a run
 * that broke off, or an editor's upload in progress, which must not be touched.
 */
async function presentFiles(administrator: Administrator): Promise<Map<string, string>> {
	const files = await administrator.get<PresentFile[]>(
		`/files?limit=-1&fields=id,filename_download,filesize&filter[folder][_eq]=${coversFolder.id}`
	);
	return new Map(
		files
			.filter(({ filesize }) => filesize !== null)
			.map(({ filename_download, id }) => [filename_download, id])
	);
}
