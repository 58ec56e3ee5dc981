import { APP_ORIGIN, DIRECTUS_URL, STUDIO_URL } from '$app/env/private';
import { pictureSize } from '#lib/content/picture.ts';
import { pictureKey, PICTURE_WIDTHS } from '#lib/content/presets.ts';

/** A file of Directus as an address in an editor's text names it. */
export interface UploadedFile {
	id: string;
	/** How large the editor shows it, in pixels. */
	width: number | null;
	height: number | null;
}

const HERE = 'http://here.invalid';
const PATH = /\/assets\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\w{1,10}|\/[^/]*)?$/i;
/** For a picture that no width is said of: a text is no wider at twice the density. */
const USUAL_WIDTH = 1280;
/** How wide a text is at most. */
const TEXT_WIDTH = '38rem';

/** A picture's file, wherever its address leads: pages show no pictures from elsewhere, so an older address is ours, too. */
export function pictureAt(address: string): UploadedFile | null {
	const url = parsed(address);
	const id = url && PATH.exec(url.pathname)?.[1];
	if (!id) return null;
	return {
		id: id.toLowerCase(),
		width: pixels(url.searchParams.get('width')),
		height: pixels(url.searchParams.get('height'))
	};
}

/**
 * An address of this site as a path. Also one at Directus, where visitors find nothing: of a file, or of a page whose path
 * Studio has completed with its own host. Other addresses as they are, and those within Studio.
 */
export function siteAddress(address: string): string {
	const url = parsed(address);
	if (!url || !isOurs(url.origin)) return address;
	const file = pictureAt(address);
	if (file) return `/assets/${file.id}`;
	const isPath = url.origin !== HERE && /^\/(?![/\\]|admin(?:\/|$))/.test(url.pathname);
	return isPath ? url.pathname + url.search + url.hash : address;
}

/** What shows it in a text: drawn by our presets, as sharp as the screen. */
export function pictureAttributes(file: UploadedFile): Record<string, string> {
	const source = (width: number) => `/assets/${file.id}?key=${pictureKey(width)}`;
	if (!file.width) return { src: source(USUAL_WIDTH) };

	const { width } = file;
	// up to twice its width, for screens of that density
	const enough = PICTURE_WIDTHS.find((candidate) => candidate >= 2 * width) ?? Infinity;
	const candidates = PICTURE_WIDTHS.filter((candidate) => candidate <= enough);
	const src = source(candidates.find((candidate) => candidate >= width) ?? USUAL_WIDTH);
	return {
		src,
		srcset: candidates.map((candidate) => `${source(candidate)} ${candidate}w`).join(', '),
		sizes: pictureSize(`min(${width}px, ${TEXT_WIDTH}, 100vw)`),
		width: String(width),
		...(file.height && { height: String(file.height) })
	};
}

/** A number of pixels as an attribute or a query has it; null for anything else. */
export function pixels(written: string | null | undefined): number | null {
	const number = /^\s*(\d{1,5})(?:\.\d{1,10})?(?:px)?\s*$/.exec(written ?? '')?.[1];
	return Number(number ?? 0) || null;
}

function parsed(address: string): URL | null {
	return URL.canParse(address, HERE) ? new URL(address, HERE) : null;
}

function isOurs(origin: string): boolean {
	return [
		HERE,
		...[APP_ORIGIN, DIRECTUS_URL, STUDIO_URL].map((url) => url && new URL(url).origin)
	].includes(origin);
}
