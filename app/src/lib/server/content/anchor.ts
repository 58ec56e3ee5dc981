import { APP_ORIGIN } from '$app/env/private';

/** Keeps the ids that editors write apart from those of the site's own pages. */
export const ANCHOR_PREFIX = 'text-';
/** Ids of the site's own pages that a link may lead to. */
const PAGE_IDS = new Set(['content', 'more', 'security', 'wall']);

/** The id to show for one that an editor wrote; null where it is none. */
export function anchorId(written: string): string | null {
	const id = written.trim().replace(/\s+/g, '-');
	return id === '' ? null : ANCHOR_PREFIX + id;
}

/** An address with a fragment, in this text or another of the site, to where it leads under the prefix; others as they are. */
export function anchorAddress(href: string): string {
	const address = href.trim();
	if (address.startsWith('#')) return prefixed(address, '') ?? href;
	const start = address.indexOf('#');
	if (start === -1 || !isOfTheSite(address)) return href;
	const fragment = address.slice(start);
	// copied out of the address bar, or to a part of the page that no editor wrote
	if (fragment.startsWith(`#${ANCHOR_PREFIX}`) || PAGE_IDS.has(fragment.slice(1))) return href;
	return prefixed(fragment, address.slice(0, start)) ?? href;
}

function prefixed(fragment: string, page: string): string | null {
	// the top of the page, which has no id
	if (fragment === '#' || fragment.toLowerCase() === '#top') return null;
	const id = anchorId(decoded(fragment.slice(1)));
	return `${page}#${id === null ? '' : encodeURIComponent(id)}`;
}

function isOfTheSite(address: string): boolean {
	const hasPath = address.startsWith('/') || address.startsWith(`${APP_ORIGIN}/`);
	return (
		hasPath &&
		URL.canParse(address, APP_ORIGIN) &&
		new URL(address, APP_ORIGIN).origin === APP_ORIGIN
	);
}

function decoded(fragment: string): string {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return fragment;
	}
}
