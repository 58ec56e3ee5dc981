import { visible } from '@portico/contract/visible.ts';
import { client, readItems } from '../directus/client.ts';
import { cached } from './content-cache.ts';
import * as site from './site.ts';
import { isSlug } from './slug.ts';
import { readText } from './text.ts';

export type Page = { title: string; summary: string; html: string };

/** A published page by its path without slashes around it, such as `about/imprint`; null where there is none. @throws {DirectusFailure} */
export async function byPath(path: string): Promise<Page | null> {
	if (!isSlug('pages', path)) return null;
	return cached('page', path, async (asker) => {
		const [page] = await client(asker).request(
			readItems('pages', {
				filter: { slug: { _eq: path }, status: { _eq: 'published' } },
				fields: ['title', 'summary', 'body'],
				limit: 1
			})
		);
		if (!page) return null;
		const language = await site.readLanguage();
		return {
			title: visible(page.title) ?? path,
			summary: page.summary ?? '',
			html: await readText(page.body ?? '', { asker, language })
		};
	});
}
