/** The widths of pictures in pixels: few, so that no client can make Directus draw thousands of them. */
export const PICTURE_WIDTHS = [320, 480, 640, 768, 960, 1280, 1600];

/** Media types that browsers display, some after Directus has converted them. */
export const PICTURE_TYPES = [
	'image/avif',
	'image/gif',
	'image/jpeg',
	'image/png',
	'image/svg+xml',
	'image/webp'
];

/** Pixels a side: enough for phones and most panoramas. A photograph of that size takes Directus 200 MB and a second. */
export const LARGEST_SIDE = 12_000;

/** The only types for which Directus does not store the size in pixels. */
export const DRAWING_TYPE = 'image/svg+xml';

/** WebP: AVIF is a little smaller, and takes seconds of a core for each. */
const FORMAT = 'webp';
const QUALITY = 80;

/** A way to draw a picture, as Directus keeps it in its settings. */
export interface PicturePreset {
	/** The name in URLs: `?key=`. */
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

/** The presets that the site uses. Other presets in Studio stay unchanged. */
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
