import { client, readItems, readSingleton } from '../directus/client.ts';
import { visible } from '../visible.ts';
import { publicly } from './memory.ts';

/** A link that editors put into the frame of every page. */
export type Link = { id: number; label: string; url: string };

/** What frames every page: the site's own words, and its links. */
export type Site = {
	site: { name: string; tagline: string; description: string; footer: string };
	navigation: { header: Link[]; footer: Link[] };
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
				readItems('navigation', {
					fields: ['id', 'label', 'url', 'place'],
					sort: ['sort'],
					limit: -1
				})
			)
		]);
		const placed = navigation.map(({ place, id, label, url }) => ({
			inFooter: place === 'footer',
			link: { id, label: visible(label) ?? url, url }
		}));
		return {
			site: {
				name: visible(site.name) ?? 'Portico',
				tagline: site.tagline ?? '',
				description: site.description ?? '',
				footer: site.footer ?? ''
			},
			navigation: {
				header: placed.filter(({ inFooter }) => !inFooter).map(({ link }) => link),
				footer: placed.filter(({ inFooter }) => inFooter).map(({ link }) => link)
			}
		};
	});
}
