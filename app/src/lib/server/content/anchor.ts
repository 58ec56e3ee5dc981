/** Keeps the ids that editors write apart from those of the site's own pages. */
export const ANCHOR_PREFIX = 'text-';

/** The id to show for one that an editor wrote; null where it is none. */
export function anchorId(written: string): string | null {
	const id = written.trim().replace(/\s+/g, '-');
	return id === '' ? null : ANCHOR_PREFIX + id;
}

/** An address within the same page, to where it leads under the prefix; others as they are. */
export function anchorAddress(href: string): string {
	const address = href.trim();
	// the top of the page, which has no id
	if (!address.startsWith('#') || address === '#' || address.toLowerCase() === '#top') return href;
	const id = anchorId(decoded(address.slice(1)));
	return id === null ? '#' : `#${encodeURIComponent(id)}`;
}

function decoded(fragment: string): string {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return fragment;
	}
}
