import type { Handle } from '@sveltejs/kit/hooks';

/** The two faces that every page shows at once; the others may come when they are needed. */
const PRELOADED_FONT = /(newsreader|instrument-sans)-latin-\w+-normal\.woff2$/;

/** Lets the browser fetch the fonts of the first screen together with its styles. */
export const rendering: Handle = ({ event, resolve }) =>
	resolve(event, {
		preload: (file) =>
			file.type === 'js' ||
			file.type === 'css' ||
			(file.type === 'font' && PRELOADED_FONT.test(file.filename))
	});
