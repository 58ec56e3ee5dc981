import { BASE_LANGUAGE, type Language } from '@portico/contract/languages.ts';
import sanitizeHtml from 'sanitize-html';
import { ANCHOR_PREFIX } from './anchor.ts';
import { EditorHtml } from './editor-html.ts';
import type { StoredFiles } from './uploaded-file.ts';

/** Elements and attributes that an editor's text may use; the page's policy forbids styles and scripts anyway. */
const OPTIONS: sanitizeHtml.IOptions = {
	allowedTags: [
		...[
			'h2',
			'h3',
			'h4',
			'h5',
			'h6',
			'p',
			'div',
			'details',
			'summary',
			'br',
			'hr',
			'blockquote',
			'pre',
			'code',
			'ul',
			'ol',
			'li',
			'dl',
			'dt',
			'dd'
		],
		...[
			'a',
			'abbr',
			'b',
			'bdi',
			'bdo',
			'cite',
			'del',
			'dfn',
			'em',
			'i',
			'ins',
			'kbd',
			'mark',
			'q',
			'rp',
			'rt',
			'ruby',
			's',
			'samp',
			'small',
			'span',
			'strong',
			'sub',
			'sup',
			'time',
			'u',
			'var',
			'wbr'
		],
		...[
			'figure',
			'figcaption',
			'img',
			'table',
			'caption',
			'thead',
			'tbody',
			'tfoot',
			'tr',
			'th',
			'td'
		]
	],
	allowedAttributes: {
		'*': ['id', 'lang', 'dir'],
		a: ['href', 'title', 'rel'],
		abbr: ['title'],
		img: ['src', 'srcset', 'sizes', 'alt', 'title', 'width', 'height', 'loading'],
		details: ['open'],
		ol: ['start', 'reversed', 'type'],
		li: ['value'],
		td: ['colspan', 'rowspan'],
		th: ['colspan', 'rowspan', 'scope'],
		time: ['datetime']
	},
	allowedSchemes: ['http', 'https', 'ftp', 'mailto', 'sms', 'tel'],
	allowedSchemesByTag: { img: ['https'] },
	allowProtocolRelative: false,
	transformTags: {
		// the ids of the page itself are not for editors
		'*': (tagName, { id, ...attribs }) => ({
			tagName,
			attribs: {
				...attribs,
				...(id?.startsWith(ANCHOR_PREFIX) && { id }),
				...(tagName === 'img' && { loading: 'lazy' })
			}
		})
	}
};

/** More than the longest table has. The parser looks through the tags that are open, for each tag anew. */
const MAX_TAGS_PER_PART = 20_000;

/**
 * An editor's HTML as this site shows it, without anything that could run, load from elsewhere in plain text, or reshape
 * the page. A text of very many tags is cleaned in parts, each of which ends what it begins, so that the work grows as
 * the text does.
 *
 * @param files metadata of the pictures in the text
 */
export function clean(
	html: string,
	files: StoredFiles = new Map(),
	language: Language = BASE_LANGUAGE
): string {
	const editorHtml = new EditorHtml(files, language);
	return parts(html)
		.map((part) => sanitizeHtml(editorHtml.rewrite(part), OPTIONS))
		.join('');
}

/** Cuts before an opening tag, if there is one. A torn element is still clean: each part is cleaned as a whole text. */
function parts(html: string): string[] {
	const found: string[] = [];
	let begin = 0;
	let tags = 0;
	for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
		tags++;
		const isEnd = html[at + 1] === '/';
		if (tags < (isEnd ? 2 * MAX_TAGS_PER_PART : MAX_TAGS_PER_PART)) continue;
		found.push(html.slice(begin, at));
		begin = at;
		tags = 0;
	}
	return [...found, html.slice(begin)];
}
