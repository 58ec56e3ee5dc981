import sanitizeHtml from 'sanitize-html';

/** Elements and attributes that an editor's text may use; the page's policy forbids styles and scripts anyway. */
const OPTIONS: sanitizeHtml.IOptions = {
	allowedTags: [
		...[
			'h2',
			'h3',
			'h4',
			'p',
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
			'cite',
			'del',
			'em',
			'i',
			'ins',
			'kbd',
			'mark',
			'q',
			's',
			'small',
			'strong',
			'sub',
			'sup'
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
		a: ['href', 'title', 'rel'],
		abbr: ['title'],
		img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
		ol: ['start', 'reversed'],
		td: ['colspan', 'rowspan'],
		th: ['colspan', 'rowspan', 'scope']
	},
	allowedSchemes: ['http', 'https', 'mailto', 'tel'],
	allowedSchemesByTag: { img: ['https'] },
	allowProtocolRelative: false,
	transformTags: {
		// the page has its title as the one first heading
		h1: 'h2',
		img: sanitizeHtml.simpleTransform('img', { loading: 'lazy' })
	}
};

/** More than the longest table has. The parser looks through the tags that are open, for each tag anew. */
const MOST_TAGS_AT_ONCE = 20_000;

/**
 * An editor's HTML without anything that could run, load from elsewhere in plain text, or reshape the page. A text of
 * very many tags is cleaned in parts, each of which ends what it begins, so that the work grows as the text does.
 */
export function clean(html: string): string {
	return parts(html)
		.map((part) => sanitizeHtml(part, OPTIONS))
		.join('');
}

/** Cut before a tag that begins something, if there is one. What is torn is clean all the same: each part is a whole text. */
function parts(html: string): string[] {
	const found: string[] = [];
	let begin = 0;
	let tags = 0;
	for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
		tags++;
		const isEnd = html[at + 1] === '/';
		if (tags < (isEnd ? 2 * MOST_TAGS_AT_ONCE : MOST_TAGS_AT_ONCE)) continue;
		found.push(html.slice(begin, at));
		begin = at;
		tags = 0;
	}
	return [...found, html.slice(begin)];
}
