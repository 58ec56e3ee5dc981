/** The widths in pixels in which pictures are made: few, so that nobody can have Directus draw thousands of them. */
export const PICTURE_WIDTHS = [320, 480, 640, 768, 960, 1280, 1600];

/** What browsers show, some of it after Directus has drawn it anew. */
export const PICTURE_TYPES = [
	'image/avif',
	'image/gif',
	'image/jpeg',
	'image/png',
	'image/svg+xml',
	'image/webp'
];

/** Pixels a side: what phones take, and most panoramas. A photograph of that size takes Directus 200 MB and a second. */
export const LARGEST_SIDE = 12_000;

/** Of these alone Directus does not tell the size in pixels. */
export const DRAWING_TYPE = 'image/svg+xml';

/** WebP: AVIF is a little smaller, and takes seconds of a core for each. */
const FORMAT = 'webp';
const QUALITY = 80;

/** A way to draw a picture, as Directus keeps it in its settings. */
export interface PicturePreset {
	/** What an address asks for it with: `?key=`. */
	key: string;
	fit: string;
	width: number | null;
	height: number | null;
	quality: number | null;
	withoutEnlargement: boolean;
	format: string;
	transforms: unknown[] | null;
}

/** The name of the preset of that width. */
export function pictureKey(width: number): string {
	return `portico-${width}`;
}

/** The presets that the site asks for. What Studio has besides is left alone. */
export const picturePresets: PicturePreset[] = PICTURE_WIDTHS.map((width) => ({
	key: pictureKey(width),
	fit: 'inside',
	width,
	height: null,
	quality: QUALITY,
	withoutEnlargement: true,
	format: FORMAT,
	transforms: []
}));
