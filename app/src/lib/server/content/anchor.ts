/** Keeps the ids that editors write apart from those of the site's own pages. */
export const ANCHOR_PREFIX = 'text-';
/** Ids of the site's own pages that a link may lead to. */
const PAGE_IDS = new Set(['content', 'more', 'security', 'wall']);

/** The id to show for one that an editor wrote; null where it is none. */
export function anchorId(written: string): string | null {
	const id = written.trim().replace(/\s+/g, '-');
	return id === '' ? null : ANCHOR_PREFIX + id;
}

/** A fragment, alone or behind a path of the site, as it is under the prefix; other addresses as they are. */
export function anchorAddress(href: string): string {
	const address = href.trim();
	if (address.startsWith('#')) return prefixed(address, '') ?? href;
	const start = address.indexOf('#');
	if (start === -1 || !/^\/(?![/\\])/.test(address)) return href;
	const fragment = address.slice(start);
	// copied out of the address bar, or to a part of the page that no editor wrote
	if (fragment.startsWith(`#${ANCHOR_PREFIX}`) || PAGE_IDS.has(fragment.slice(1))) return href;
	return prefixed(fragment, address.slice(0, start)) ?? href;
}

function prefixed(fragment: string, page: string): string | null {
	// `#top` scrolls to the top of the page without an id
	if (fragment === '#' || fragment.toLowerCase() === '#top') return null;
	const id = anchorId(decoded(fragment.slice(1)));
	return `${page}#${id === null ? '' : encodeURIComponent(id)}`;
}

function decoded(fragment: string): string {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return fragment;
	}
}
