import { client, readItems, readSingleton } from '../directus/client.ts';
import { publicly } from './memory.ts';

/** What frames every page: the site's own words, and its menu. */
export type Site = {
	site: { name: string; tagline: string; description: string; footer: string };
	navigation: { label: string; url: string }[];
};

/** The site's words and menu as they stand in Directus. @throws {DirectusFailure} */
export function read(): Promise<Site> {
	return publicly('site', async (asker) => {
		const directus = client(asker);
		const [site, navigation] = await Promise.all([
			directus.request(
				readSingleton('site', { fields: ['name', 'tagline', 'description', 'footer'] })
			),
			directus.request(
				readItems('navigation', { fields: ['label', 'url'], sort: ['sort'], limit: -1 })
			)
		]);
		return {
			site: {
				name: site.name ?? 'Portico',
				tagline: site.tagline ?? '',
				description: site.description ?? '',
				footer: site.footer ?? ''
			},
			navigation
		};
	});
}
