import { pictureKey, PICTURE_WIDTHS } from '@portico/contract/pictures.ts';

/** A picture of Directus, as large as it was uploaded. */
export type Picture = {
	id: string;
	/** Changes when the file is replaced; null where that is not known. */
	version: string | null;
	width: number;
	height: number;
	/** Alternative text. */
	alt: string;
};

/** The address of a picture drawn in one of `PICTURE_WIDTHS`, which caches may keep as long as they like. */
export function pictureAddress(
	{ id, version }: Pick<Picture, 'id' | 'version'>,
	width: number
): string {
	return `/assets/${id}?key=${pictureKey(width)}${version ? `&v=${version}` : ''}`;
}

/**
 * The `sizes` of a picture that is as wide as a CSS length. Screens of three dots to a pixel, which are phones, get a
 * picture for two: it looks the same there, and weighs half as much.
 */
export function pictureSize(width: string): string {
	return `(min-resolution: 2.5dppx) calc(${width} * 2 / 3), ${width}`;
}

/**
 * The `srcset` of a picture: every width below its own, and then its own, or the largest there is. Nothing is enlarged,
 * so the preset above its own width gives it as it is.
 *
 * @param enough the narrowest that is at least this wide is the last; in pixels
 */
export function pictureSources(
	picture: Pick<Picture, 'id' | 'version' | 'width'>,
	enough = Infinity
): string {
	const last = PICTURE_WIDTHS.find((width) => width >= Math.min(picture.width, enough));
	return PICTURE_WIDTHS.filter((width) => width <= (last ?? Infinity))
		.map((width) => `${pictureAddress(picture, width)} ${Math.min(width, picture.width)}w`)
		.join(', ');
}
