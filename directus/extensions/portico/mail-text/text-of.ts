const TAG = /<(\/?)([a-z][a-z0-9]*)([^<>]*)>/iy;
const HREF = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const PADDING = /(?:\u200c ?)+/g;
const INVISIBLE = ['head', 'style', 'script', 'title'];
const PARAGRAPHS = ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'hr'];
const LINES = ['br', 'tr', 'li', 'ul', 'ol', 'table', 'div'];

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	copy: '©',
	hellip: '…',
	ndash: '–',
	mdash: '—'
};

/** A mail's HTML as plain text: its words in paragraphs, and each link with its address. Read once, in one direction. */
export function textOf(html: string): string {
	const lower = html.toLowerCase();
	const parts: string[] = [];
	/** The link that is open, and where its words begin in `parts`. */
	let link: { address: string; begin: number } | null = null;
	for (let at = 0; at < html.length;) {
		const open = html.indexOf('<', at);
		parts.push(html.slice(at, open < 0 ? undefined : open).replace(/\s+/g, ' '));
		if (open < 0) break;
		if (html.startsWith('<!', open)) {
			at = after(html, html.startsWith('<!--', open) ? '-->' : '>', open);
			continue;
		}
		TAG.lastIndex = open;
		const [whole = '<', slash = '', tag = '', attributes = ''] = TAG.exec(html) ?? [];
		at = open + whole.length;
		const name = tag.toLowerCase();
		if (name === '') parts.push('<');
		else if (INVISIBLE.includes(name) && !slash)
			at = after(html, '>', after(lower, `</${name}`, at));
		else if (name === 'a' && !slash) link = { address: hrefIn(attributes), begin: parts.length };
		else if (name === 'a' && link) {
			parts.push(linkAsText(link.address, parts.splice(link.begin).join('')));
			link = null;
		} else if (PARAGRAPHS.includes(name)) parts.push('\n\n');
		else if (LINES.includes(name)) parts.push('\n');
	}
	return (
		decoded(parts.join(''))
			// Directus fills the preview that mail programs show with them
			.replace(PADDING, ' ')
			.replace(/[^\S\n]+/g, ' ')
			.replace(/ ?\n ?/g, '\n')
			.replace(/\n{3,}/g, '\n\n')
			.trim()
	);
}

/** The position after a match; the end of the text without one. */
function after(text: string, something: string, from: number): number {
	const at = text.indexOf(something, from);
	return at < 0 ? text.length : at + something.length;
}

function hrefIn(attributes: string): string {
	const [, double, single] = HREF.exec(attributes) ?? [];
	return double ?? single ?? '';
}

/** On a line of its own, so that programs find its end. */
function linkAsText(address: string, words: string): string {
	const named = words.trim();
	if (address === '') return named;
	if (named === '' || named === address) return `\n${address}\n`;
	return `${named}:\n${address}\n`;
}

function decoded(text: string): string {
	return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, dec, hex, name) => {
		if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
		const code = dec ? Number(dec) : Number.parseInt(String(hex), 16);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}
