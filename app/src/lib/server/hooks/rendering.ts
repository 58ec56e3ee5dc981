import { DIRECTIONS } from '@portico/contract/languages.ts';
import type { Handle } from '@sveltejs/kit/hooks';
import { languageOf } from './language.ts';

/** In the names of the two faces that every page shows at once; the others may come when they are needed. */
const PRELOADED_FONTS = '-latin-wght-normal.';

/** Names the language of the page, and lets the browser fetch the fonts of the first screen together with its styles. */
export const rendering: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html }) => {
			const language = languageOf(event.locals);
			return html.replace('%language%', `lang="${language}" dir="${DIRECTIONS[language]}"`);
		},
		preload: (file) =>
			file.type === 'js' ||
			file.type === 'css' ||
			(file.type === 'font' && file.filename.includes(PRELOADED_FONTS))
	});
