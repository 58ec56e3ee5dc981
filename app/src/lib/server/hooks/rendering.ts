import type { Handle } from '@sveltejs/kit/hooks';

/** In the names of the two faces that every page shows at once; the others may come when they are needed. */
const PRELOADED_FONTS = '-latin-wght-normal.';

/** Lets the browser fetch the fonts of the first screen together with its styles. */
export const rendering: Handle = ({ event, resolve }) =>
	resolve(event, {
		preload: (file) =>
			file.type === 'js' ||
			file.type === 'css' ||
			(file.type === 'font' && file.filename.includes(PRELOADED_FONTS))
	});
