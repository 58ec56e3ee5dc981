/** How pictures are drawn: Directus is given the presets that the site asks for, from one list. */
export {
	pictureKey,
	picturePresets,
	PICTURE_WIDTHS
} from '../../../../directus/access/pictures.ts';
