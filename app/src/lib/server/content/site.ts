import { getRequestEvent } from '$app/server';
import { BASE_LANGUAGE, type Language, languageOf } from '@portico/contract/languages.ts';
import { visible } from '@portico/contract/visible.ts';
import { client, readItems, readSingleton } from '../directus/client.ts';
import { canonicalTag } from '../language/tag.ts';
import { cached, copyOf } from './content-cache.ts';

/** A link that editors put into the frame of every page. */
export type Link = { id: number; label: string; url: string };

/** A page that has to be agreed to, in the version that counts now. */
export type Terms = { href: string; version: string };

const FIELDS = [
	'name',
	'tagline',
	'description',
	'footer',
	'time_zone',
	'language',
	'premium_text',
	'premium_link',
	'premium_link_text',
	'terms_link',
	'terms_version'
] as const;

/** Texts and links around every page. */
export type Site = {
	site: {
		name: string;
		tagline: string;
		description: string;
		footer: string;
		/** An IANA name that this Node knows. */
		timeZone: string;
		/** The tag of the language of its texts, which need not be one of ours. */
		language: string;
	};
	/** Text and link of premium articles for members whose membership does not include them. */
	premium: { text: string | null; href: string | null; label: string | null };
	/** The terms that a new member has to accept, if any. */
	terms: Terms | null;
	navigation: { header: Link[]; footer: Link[] };
};

const CACHED_AS = ['site', ''] as const;

/** The site's words and menu as they stand in Directus, read once for each request. @throws {DirectusFailure} */
export function read(): Promise<Site> {
	return (getRequestEvent().locals.site ??= load());
}

function load(): Promise<Site> {
	return cached(...CACHED_AS, async (asker) => {
		const directus = client(asker);
		const [site, navigation] = await Promise.all([
			directus.request(readSingleton('site', { fields: FIELDS })),
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
				footer: site.footer ?? '',
				timeZone: timeZoneOf(site.time_zone),
				language: canonicalTag(site.language) ?? BASE_LANGUAGE
			},
			premium: {
				text: site.premium_text,
				href: safeHref(site.premium_link),
				label: site.premium_link_text
			},
			terms: termsOf(site),
			navigation: {
				header: placed.filter(({ inFooter }) => !inFooter).map(({ link }) => link),
				footer: placed.filter(({ inFooter }) => inFooter).map(({ link }) => link)
			}
		};
	});
}

/** The language of ours that is nearest to the site's own: of pages for visitors who ask for none. @throws {DirectusFailure} */
export async function readLanguage(): Promise<Language> {
	return languageOf((await read()).site.language) ?? BASE_LANGUAGE;
}

/** The same by the last copy, for answers that do without Directus; null where there is none. */
export function lastLanguage(): Language | null {
	return languageOf(copyOf<Site>(...CACHED_AS)?.site.language);
}

/** An unknown time zone becomes UTC, so that a typo in Studio breaks no page. */
export function timeZoneOf(name: string | null): string {
	if (!name) return 'UTC';
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
	} catch {
		return 'UTC';
	}
}

/** A link as an editor wrote it: a path of this site, or an address on the web; null for anything else. */
export function safeHref(link: string | null): string | null {
	const href = link?.trim() ?? '';
	// browsers read an address as if these were not in it
	if (/[\t\r\n]/.test(href)) return null;
	if (/^\/(?![/\\])/.test(href)) return href;
	const url = URL.parse(href);
	return url && ['http:', 'https:'].includes(url.protocol) ? url.href : null;
}

/** Consent requires a page to agree to, and a version that distinguishes it from later ones. */
export function termsOf(site: {
	terms_link: string | null;
	terms_version: string | null;
}): Terms | null {
	const href = safeHref(site.terms_link);
	const version = site.terms_version?.trim();
	return href && version ? { href, version } : null;
}
