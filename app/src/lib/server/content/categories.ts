import { visible } from '@portico/contract/visible.ts';
import { client, readItems } from '../directus/client.ts';
import { cached } from './content-cache.ts';
import { isSlug } from './slug.ts';

export type Category = { slug: string; name: string; description: string };

/** A category, or null where there is none. @throws {DirectusFailure} */
export async function bySlug(slug: string): Promise<Category | null> {
	if (!isSlug('categories', slug)) return null;
	return cached('category', slug, async (asker) => {
		const [category] = await client(asker).request(
			readItems('categories', {
				filter: { slug: { _eq: slug } },
				fields: ['name', 'description'],
				limit: 1
			})
		);
		if (!category) return null;
		const { name, description } = category;
		return { slug, name: visible(name) ?? slug, description: description ?? '' };
	});
}
