import {
	BASE_LANGUAGE,
	DIRECTIONS,
	type Language,
	LANGUAGES
} from '@portico/contract/languages.ts';
import type { Part } from '@portico/contract/message.ts';
import * as m from '@portico/contract/messages.ts';
import { escape, linked } from '../../app/src/lib/server/hooks/standalone-page.ts';

/** The words of a page that is shown when nothing else works: it knows no request, so it says them in each language. */
interface Words {
	heading: (language: Language) => string;
	text: (language: Language) => Part<'front'>[];
}

/** The pages of last resort, relative to the root. */
export const LAST_RESORTS: Record<string, Words> = {
	'app/src/error.html': {
		heading: m.error_headingUnknown,
		text: m.lastResort_tryAgain
	},
	'proxy/pages/unavailable.html': {
		heading: m.error_heading503,
		text: (language) => [m.lastResort_unavailable(language)]
	}
};

const BLOCK = /(<!-- by npm run messages -->).*?(<!-- end -->)/s;
const TITLE = /(<title>).*?(<\/title>)/s;
/** Comments, styles, tags, and what Kit fills in. */
const NO_WORDS = /<!--.*?-->|<style>.*?<\/style>|<[^>]*>|%[\w.]+%/gs;

/** The page with these words: a section for each language, that of the page first. */
export function withWords(html: string, { heading, text }: Words): string {
	const languages = [...new Set<Language>([BASE_LANGUAGE, ...LANGUAGES])];
	const sections = languages.map((language) => {
		const element = language === BASE_LANGUAGE ? 'h1' : 'h2';
		return `<section lang="${language}" dir="${DIRECTIONS[language]}">
<${element}>${escape(heading(language))}</${element}>
<p>${linked(text(language), { front: '/' })}</p>
</section>`;
	});
	const title = languages.map((language) => escape(heading(language))).join(' · ');
	return html
		.replace(BLOCK, (_, start: string, end: string) => [start, ...sections, end].join('\n'))
		.replace(TITLE, (_, start: string, end: string) => start + title + end);
}

/** The lines of such a page with words that come from no message. */
export function strayWords(html: string): string[] {
	const rest = html.replace(BLOCK, '').replace(TITLE, '').replace(NO_WORDS, '\n');
	return rest
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => /\p{L}{2}/u.test(line));
}
