import { APP_ORIGIN } from '$app/env/private';
import type { Language } from '@portico/contract/languages.ts';
import { Parser } from 'htmlparser2';
import { anchorAddress, anchorId } from './anchor.ts';
import { type Medium, mediumLink } from './embedded-media.ts';
import { HeadingLevels } from './heading-levels.ts';
import {
	pictureAt,
	pictureAttributes,
	parsePixels,
	siteAddress,
	type StoredFiles
} from './uploaded-file.ts';

type Attributes = Record<string, string>;

/** An open element, with the output that closes it. */
interface Open {
	name: string;
	end: string;
	/** Text and elements within it are left out. */
	silent: boolean;
	isPhrasing: boolean;
	isLink: boolean;
	medium: EmbeddedMedium | null;
}

interface EmbeddedMedium {
	kind: Medium;
	address: string;
	title: string;
}

const NAME = /^[a-z][a-z0-9]*$/;
const ATTRIBUTE = /^[a-z][a-z-]*$/;
const HEADING = /^h([1-6])$/;
const VOID_ELEMENTS = new Set(['br', 'hr', 'img', 'wbr']);

/** Blocks other than paragraphs: content after one begins a new line. */
const BLOCKS = new Set([
	...['article', 'section', 'aside', 'header', 'footer', 'main', 'nav', 'hgroup'],
	...['address', 'center', 'fieldset', 'legend', 'noscript']
]);
/** Current names of obsolete elements. */
const SUCCESSORS = new Map([
	['strike', 's'],
	['tt', 'code'],
	['xmp', 'pre'],
	['listing', 'pre'],
	['plaintext', 'pre']
]);
const DRAWINGS = new Set(['svg', 'foreignobject']);
/** Elements that end an unclosed drawing, as in browsers. */
const ENDS_DRAWING = new Set([
	...['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'li', 'table'],
	...['blockquote', 'pre', 'hr', 'img', 'span', 'strong', 'em']
]);
/** Styles that change the meaning of a text, and the elements with the same meaning. */
const STYLES: [RegExp, string][] = [
	[/(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b/i, 's'],
	[/(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bunderline\b/i, 'u'],
	[/(?:^|;)\s*vertical-align\s*:\s*super\b/i, 'sup'],
	[/(?:^|;)\s*vertical-align\s*:\s*sub\b/i, 'sub'],
	[/(?:^|;)\s*font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b/i, 'strong'],
	[/(?:^|;)\s*font-style\s*:\s*(?:italic|oblique)\b/i, 'em']
];
/** Google's documents are pasted within one that is not bold. */
const NOT_BOLD = /(?:^|;)\s*font-weight\s*:\s*(?:normal|[1-4]00)\b/i;
const NUMBERS = new Set(['1', 'a', 'A', 'i', 'I']);
const NUMBERING =
	/(?:^|;)\s*list-style(?:-type)?\s*:\s*(?<case>lower|upper)-(?<kind>alpha|latin|roman)\b/i;
/** Elements that may not contain blocks. */
const PHRASING = new Set([
	...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'summary', 'caption', 'dt'],
	...[
		'a',
		'abbr',
		'b',
		'bdi',
		'bdo',
		'cite',
		'code',
		'del',
		'dfn',
		'em',
		'i',
		'ins',
		'kbd',
		'mark'
	],
	...['q', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'font']
]);
/** Elements whose content is not part of the text. The last ones are Word's. */
const NO_TEXT = new Set([
	...['script', 'style', 'template', 'head', 'title', 'svg', 'canvas', 'textarea', 'select'],
	...['option', 'datalist', 'noembed', 'noframes'],
	...['xml', 'w:worddocument', 'w:latentstyles', 'm:mathpr', 'v:shapetype', 'v:shape'],
	...['o:officedocumentsettings', 'o:documentproperties', 'o:shapedefaults', 'o:shapelayout']
]);
const MEDIA = new Set<string>(['video', 'audio', 'iframe', 'embed', 'object']);
/** A tag as BCP 47 has it, more or less. */
const LANGUAGE = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,5}$/i;
const DIRECTION = /^(ltr|rtl|auto)$/i;
/** Attributes that are written only by `#global()`. */
const GLOBAL = new Set(['id', 'name', 'lang', 'dir']);
const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)/i;

/**
 * An editor's HTML in the words of this site, part by part: headings in order, ids under a prefix, pictures at the site's
 * own addresses, media as links, and without the private markup of word processors. The output is not safe yet:
 * `clean()` sanitizes it. Create one instance for each text.
 */
export class EditorHtml {
	readonly #levels = new HeadingLevels();
	readonly #ids = new Set<string>();
	readonly #files: StoredFiles;
	readonly #language: Language;

	/** @param language of the words that stand for media */
	constructor(files: StoredFiles, language: Language) {
		this.#files = files;
		this.#language = language;
	}

	/** Rewrites a part that ends what it begins, in time that grows as the part does. */
	rewrite(part: string): string {
		const output = new Output(this.#levels, this.#ids, this.#files, this.#language);
		const parser = new Parser({
			onopentag: (name, attributes) => output.begin(name, attributes),
			ontext: (text) => output.text(text),
			onclosetag: () => output.end()
		});
		parser.end(part);
		return output.html();
	}
}

class Output {
	readonly #levels: HeadingLevels;
	readonly #ids: Set<string>;
	readonly #files: StoredFiles;
	readonly #language: Language;
	readonly #pieces: string[] = [];
	readonly #open: Open[] = [];
	/** Those of them that are drawings, or hold HTML within one. */
	readonly #drawings: Open[] = [];
	#silent = 0;
	#phrasing = 0;
	#links = 0;

	constructor(levels: HeadingLevels, ids: Set<string>, files: StoredFiles, language: Language) {
		this.#levels = levels;
		this.#ids = ids;
		this.#files = files;
		this.#language = language;
	}

	html(): string {
		return this.#pieces.join('');
	}

	text(text: string): void {
		if (this.#silent === 0) this.#pieces.push(escaped(text));
	}

	begin(name: string, attributes: Attributes): void {
		this.#noteSource(name, attributes);
		if (ENDS_DRAWING.has(name)) this.#endDrawing();
		const open: Open = {
			name,
			end: '',
			silent: NO_TEXT.has(name) || HIDDEN.test(attributes.style ?? ''),
			isPhrasing: PHRASING.has(name),
			isLink: name === 'a',
			medium: null
		};
		if (this.#silent === 0 && !open.silent) this.#write(name, attributes, open);
		this.#count(open, 1);
		this.#open.push(open);
		if (DRAWINGS.has(name.toLowerCase())) this.#drawings.push(open);
	}

	/** Content follows a drawing that was never ended. */
	#endDrawing(): void {
		const open = this.#drawings.at(-1);
		if (!open?.silent || open.name !== 'svg') return;
		open.silent = false;
		this.#silent -= 1;
	}

	end(): void {
		const open = this.#open.pop();
		if (!open) return;
		if (open === this.#drawings.at(-1)) this.#drawings.pop();
		this.#count(open, -1);
		this.#pieces.push(open.end);
		if (open.medium) this.#link(open.medium);
	}

	#count({ silent, isPhrasing, isLink }: Open, by: 1 | -1): void {
		if (silent) this.#silent += by;
		if (isPhrasing) this.#phrasing += by;
		if (isLink) this.#links += by;
	}

	#write(name: string, attributes: Attributes, open: Open): void {
		if (isMedium(name)) {
			open.silent = true;
			const { src, data, title, 'aria-label': label } = attributes;
			open.medium = { kind: name, address: src ?? data ?? '', title: title ?? label ?? '' };
		} else if (name === 'img') {
			this.#picture(attributes);
		} else {
			const [shown, itsAttributes] = this.#shown(name, attributes);
			if (shown !== null) {
				this.#pieces.push(tag(shown, itsAttributes));
				if (!VOID_ELEMENTS.has(shown)) open.end = `</${shown}>`;
			}
			if (name !== 'span' && name !== 'font') return;
			for (const element of elementsFor(attributes.style ?? '')) {
				this.#pieces.push(tag(element, {}));
				open.end = `</${element}>${open.end}`;
			}
		}
	}

	/** The element to write in place of this one, or null to keep only its content. */
	#shown(name: string, attributes: Attributes): [string | null, Attributes] {
		const global = this.#global(attributes, name);
		if (name === 'span' || name === 'font') {
			return [Object.keys(global).length > 0 ? 'span' : null, global];
		}
		if (BLOCKS.has(name)) return ['div', global];
		const level = HEADING.exec(name)?.[1];
		if (level) return [`h${this.#levels.next(Number(level))}`, global];
		if (!NAME.test(name)) return [null, {}];
		const isBold = name === 'b' || name === 'strong';
		if (isBold && NOT_BOLD.test(attributes.style ?? '')) return [null, {}];
		return [SUCCESSORS.get(name) ?? name, { ...ownOf(name, attributes), ...global }];
	}

	/** Global attributes: a unique id, the language, the direction. */
	#global(attributes: Attributes, element: string): Attributes {
		const { id = '', name = '', lang, 'xml:lang': xmlLang = '', dir = '' } = attributes;
		const global: Attributes = {};
		const anchor = anchorId(id) ?? (element === 'a' ? anchorId(name) : null);
		if (anchor !== null && !this.#ids.has(anchor)) {
			this.#ids.add(anchor);
			global.id = anchor;
		}
		const language = lang ?? xmlLang;
		if (LANGUAGE.test(language)) global.lang = language;
		if (DIRECTION.test(dir)) global.dir = dir;
		return global;
	}

	#picture(attributes: Attributes): void {
		const { src = '', alt = '', title } = attributes;
		const file = pictureAt(src);
		const size = {
			width: parsePixels(attributes.width) ?? file?.width ?? null,
			height: parsePixels(attributes.height) ?? file?.height ?? null
		};
		const common = { alt, ...(title && { title }), ...this.#global(attributes, 'img') };
		if (file) {
			const shown = pictureAttributes({ ...file, ...size }, this.#files.get(file.id));
			this.#pieces.push(tag('img', { ...shown, ...common }));
		} else if (isOnAnotherSite(src)) {
			// pages show pictures of this site only
			this.#link({ kind: 'img', address: src, title: alt });
		} else {
			this.#pieces.push(tag('img', { src, ...common }));
		}
	}

	/** The source of a medium is often in a child element. */
	#noteSource(name: string, attributes: Attributes): void {
		if (this.#silent === 0) return;
		const medium = this.#open.at(-1)?.medium;
		if (!medium || (name !== 'source' && name !== 'embed')) return;
		// the first that a link can lead to
		if (!mediumLink(medium.kind, medium.address, '', this.#language)?.href) {
			medium.address = attributes.src || medium.address;
		}
	}

	#link(medium: EmbeddedMedium): void {
		const link = mediumLink(medium.kind, medium.address, medium.title, this.#language);
		if (!link) return;
		const isLink = link.href !== null && this.#links === 0;
		const words = isLink
			? `${tag('a', { href: link.href ?? '' })}${escaped(link.text)}</a>`
			: escaped(link.text);
		// separated from its neighbors
		this.#pieces.push(this.#phrasing > 0 ? ` ${words} ` : `<p>${words}</p>`);
	}
}

function isMedium(name: string): name is Medium {
	return MEDIA.has(name);
}

/** Also true for `data:` URLs: the content security policy of the pages blocks both. */
function isOnAnotherSite(src: string): boolean {
	if (src.trim() === '') return true;
	return !URL.canParse(src, APP_ORIGIN) || new URL(src, APP_ORIGIN).origin !== APP_ORIGIN;
}

function ownOf(name: string, attributes: Attributes): Attributes {
	const own: Attributes = Object.fromEntries(
		Object.entries(attributes).filter(([attribute]) => !GLOBAL.has(attribute))
	);
	if (name === 'a' && own.href !== undefined) {
		own.href = anchorAddress(siteAddress(withScheme(own.href)));
	}
	if (name === 'ol' && !NUMBERS.has(own.type ?? '')) {
		delete own.type;
		const { case: letters, kind } = NUMBERING.exec(attributes.style ?? '')?.groups ?? {};
		const type = kind && (kind.toLowerCase() === 'roman' ? 'i' : 'a');
		if (type) own.type = letters?.toLowerCase() === 'upper' ? type.toUpperCase() : type;
	}
	return own;
}

function elementsFor(style: string): string[] {
	return STYLES.flatMap(([pattern, element]) => (pattern.test(style) ? [element] : []));
}

/** An address of another host without a scheme: over TLS. */
function withScheme(href: string): string {
	return /^\s*\/\/[^/\\]/.test(href) ? `https:${href.trim()}` : href;
}

function tag(name: string, attributes: Attributes): string {
	const written = Object.entries(attributes)
		.filter(([attribute]) => ATTRIBUTE.test(attribute))
		.map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`);
	return `<${name}${written.join('')}>`;
}

function escaped(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
