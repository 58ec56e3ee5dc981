import { APP_ORIGIN, DIRECTUS_URL, STUDIO_URL } from '$app/env/private';
import { type Picture, pictureAddress, pictureSize, pictureSources } from '#lib/content/picture.ts';
import { PICTURE_WIDTHS } from '@portico/contract/pictures.ts';

/** A file of Directus as an address in an editor's text names it. */
export interface UploadedFile {
	id: string;
	/** How large the editor shows it, in pixels. */
	width: number | null;
	height: number | null;
}

/** Metadata of files in Directus, by id. */
export type StoredFiles = ReadonlyMap<string, StoredFile>;

/** A file as it is stored: changed when, and how large a picture it is, in pixels. */
export type StoredFile = Pick<Picture, 'version'> & { width: number | null; height: number | null };

const PLACEHOLDER_ORIGIN = 'http://here.invalid';
const PATH = /\/assets\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\w{1,10}|\/[^/]*)?$/i;
const IDS = /assets\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/gi;
/** For a picture without a width: as wide as a text at twice the density. */
const USUAL_WIDTH = 1280;
/** How wide a text is at most. */
const TEXT_WIDTH = '38rem';

const OUR_ORIGINS = new Set(
	[PLACEHOLDER_ORIGIN, APP_ORIGIN, DIRECTUS_URL, STUDIO_URL].flatMap((url) =>
		url ? withOneLoopbackName(url) : []
	)
);

/** A picture's file, wherever its address leads: pages show no pictures from elsewhere, so an older address is ours, too. */
export function pictureAt(address: string): UploadedFile | null {
	const url = parsed(address);
	const id = url && PATH.exec(url.pathname)?.[1];
	if (!id) return null;
	return {
		id: id.toLowerCase(),
		width: parsePixels(url.searchParams.get('width')),
		height: parsePixels(url.searchParams.get('height'))
	};
}

/**
 * An address of this site as a path. Also one at Directus, where visitors find nothing: of a file, or of a page whose path
 * Studio has completed with its own host. Other addresses as they are, and those within Studio.
 */
export function siteAddress(address: string): string {
	const url = parsed(address);
	if (!url || !isOurs(url)) return address;
	const file = pictureAt(address);
	if (file) return `/assets/${file.id}`;
	const isPath =
		url.origin !== PLACEHOLDER_ORIGIN && /^\/(?![/\\]|admin(?:\/|$))/.test(url.pathname);
	return isPath ? url.pathname + url.search + url.hash : address;
}

/** The ids of the files that a text may show, each once: no parser is needed to see which these are. */
export function idsOfFiles(html: string): string[] {
	const ids = [...html.matchAll(IDS)].map(([, id = '']) => id.toLowerCase());
	return [...new Set(ids)];
}

/** Attributes of a picture in a text, with presets up to the size of the original and up to double density. */
export function pictureAttributes(
	shown: UploadedFile,
	stored?: StoredFile
): Record<string, string> {
	const { id } = shown;
	const version = stored?.version ?? null;
	const source = (width: number) => pictureAddress({ id, version }, width);
	const size = shownSize(shown, stored);
	if (!size.width) return { src: source(USUAL_WIDTH) };

	const { width, height } = size;
	return {
		src: source(PICTURE_WIDTHS.find((candidate) => candidate >= width) ?? USUAL_WIDTH),
		// up to twice its width, for screens of that density
		srcset: pictureSources({ id, version, width: stored?.width || Infinity }, 2 * width),
		sizes: pictureSize(`min(${width}px, ${TEXT_WIDTH}, 100vw)`),
		width: String(width),
		...(height && { height: String(height) })
	};
}

/** Size by the editor, else of the file; a missing side is derived, so that loading the picture causes no layout shift. */
function shownSize({ width, height }: UploadedFile, stored?: StoredFile) {
	if (!stored?.width || !stored.height) return { width, height };
	if (width) return { width, height: height ?? Math.round((width * stored.height) / stored.width) };
	if (height) return { width: Math.round((height * stored.width) / stored.height), height };
	return { width: stored.width, height: stored.height };
}

/** A number of pixels as an attribute or a query has it; null for anything else. */
export function parsePixels(written: string | null | undefined): number | null {
	const number = /^\s*(\d{1,5})(?:\.\d{1,10})?(?:px)?\s*$/.exec(written ?? '')?.[1];
	return Number(number ?? 0) || null;
}

function parsed(address: string): URL | null {
	return URL.canParse(address, PLACEHOLDER_ORIGIN) ? new URL(address, PLACEHOLDER_ORIGIN) : null;
}

function isOurs(url: URL): boolean {
	return OUR_ORIGINS.has(withOneLoopbackName(url));
}

/** Texts of an installation on this machine may name it by either name: localhost, or 127.0.0.1 as earlier releases did. */
function withOneLoopbackName(address: URL | string): string {
	const url = new URL(address);
	if (url.hostname === '127.0.0.1') url.hostname = 'localhost';
	return url.origin;
}
