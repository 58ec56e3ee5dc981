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

/** An editor's HTML without anything that could run, load from elsewhere in plain text, or reshape the page. */
export function clean(html: string): string {
	return sanitizeHtml(html, OPTIONS);
}
