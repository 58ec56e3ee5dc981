import { caniemail } from 'caniemail';
import { HtmlValidate } from 'html-validate';

/** The programs that most people read emails with, by the names of caniemail; it knows less of the apps of GMX and web.de. */
const PROGRAMS = [
	'aol.*',
	'apple-mail.*',
	'fastmail.*',
	'gmail.*',
	'gmx.desktop-webmail',
	'outlook.*',
	'protonmail.*',
	'samsung-email.*',
	'web-de.desktop-webmail',
	'yahoo.*'
] as const;

/** What some of them lack, and an email does without: what is lost there. */
const DISPENSABLE: Record<string, string> = {
	'<body> element': 'the color around the email',
	'<style> element': 'the colors by night',
	'@media': 'the colors by night',
	'color-scheme meta tag': 'the colors by night',
	'border-radius': 'round corners',
	'dir attribute': 'nothing, in languages from left to right',
	'lang attribute': 'the pronunciation of a screen reader',
	'role attribute': 'nothing: a screen reader tells layout tables by heuristics',
	'text-decoration': 'the missing line below a button, which has its color',
	'word-break': 'the width: a long address makes the email wider than a phone'
};

/** Gmail shows the rest of a longer one on a page of its own. */
const MAX_HTML_BYTES = 102_000;
const MAX_WIDTH = 600;
/** RFC 5322, 2.1.1, without the line break. */
const MAX_LINE = 78;

const ALLOWED_ELEMENTS = new Set(
	'html head meta title style body table tr td h1 p a br img'.split(' ')
);

const validator = new HtmlValidate({
	extends: ['html-validate:recommended'],
	rules: {
		// Outlook for Windows lays out by them
		'no-deprecated-attr': 'off',
		// programs drop the style element
		'no-inline-style': 'off',
		// of conditional comments, for Outlook
		'no-conditional-comment': 'off',
		// by this name older programs know it too
		'presentation-role-style': 'off',
		'prefer-tbody': 'off',
		'void-style': 'off',
		'long-title': 'off'
	}
});

/** What is wrong with the HTML of an email, one line each, as validators and programs see it. */
export async function faultsOfHtml(html: string): Promise<string[]> {
	const { results } = await validator.validateString(html);
	return [
		...results.flatMap(({ messages }) =>
			messages.map(({ ruleId, message, line }) => `${ruleId} in line ${line}: ${message}`)
		),
		...faultsOfMarkup(html),
		...unsupported(html).filter(
			(found) => !Object.keys(DISPENSABLE).some((title) => found.startsWith(`${title}: `))
		)
	];
}

function faultsOfMarkup(html: string): string[] {
	// Outlook for Windows reads what stands in conditional comments
	const visible = html.replace(/<!--.*?-->/gs, '');
	const tags = [...visible.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/gi)].map(
		([, name = '', attributes = '']) => ({ name: name.toLowerCase(), attributes })
	);
	const has = (attributes: string, name: string) => new RegExp(`\\s${name}=`).test(attributes);
	const widths = [...html.matchAll(/(?:\swidth="|[\s;"]width:|max-width:)(\d+)(px|%)?/g)];
	return [
		...tags
			.filter(({ name }) => !ALLOWED_ELEMENTS.has(name))
			.map(({ name }) => `<${name}> is unsafe`),
		...tags
			.filter(({ attributes }) => /\son[a-z]+=/i.test(attributes))
			.map(({ name }) => `<${name}> has a script`),
		...tags
			.filter(({ name, attributes }) => name === 'img' && !has(attributes, 'alt'))
			.map(() => 'a picture has no alternative text'),
		...tags
			.filter(({ name, attributes }) => name === 'img' && !/\ssrc="cid:/.test(attributes))
			.map(() => 'a picture is loaded from the web'),
		...tags
			.filter(
				({ name, attributes }) => name === 'table' && !/\srole="presentation"/.test(attributes)
			)
			.map(() => 'a table is read out as data'),
		...tags
			.filter(
				({ name, attributes }) => ['p', 'h1', 'a'].includes(name) && !/color:/.test(attributes)
			)
			.map(({ name }) => `<${name}> has no color of its own`),
		...(/url\(|@import|expression\(/i.test(html) ? ['a style loads something'] : []),
		...(/<html\b[^>]*\slang="[a-z]/.test(html) ? [] : ['no language is named']),
		...widths
			.filter(([, width, unit]) => unit !== '%' && Number(width) > MAX_WIDTH)
			.map(([, width]) => `${width} pixels are too wide`),
		...(Buffer.byteLength(html) > MAX_HTML_BYTES ? ['it is cut in Gmail'] : [])
	];
}

/** What some programs do not show, by caniemail: the feature, and the programs. */
function unsupported(html: string): string[] {
	const { issues } = caniemail({ clients: [...PROGRAMS], html });
	const programs = new Map<string, Set<string>>();
	for (const [program, found] of issues.errors) {
		for (const { title } of found)
			programs.set(title, (programs.get(title) ?? new Set()).add(program));
	}
	return [...programs].map(([title, lacking]) => `${title}: not in ${[...lacking].join(', ')}`);
}

/** What is wrong with an email as it is sent (RFC 5322, RFC 2045 to 2047), one line each. */
export function faultsOfMessage(source: string): string[] {
	const lines = source.replace(/\r\n/g, '\n').split('\n');
	const header = unfolded(lines.slice(0, lines.indexOf('')));
	const types = [...source.matchAll(/^content-type: ([\w/]+)/gim)].map(([, type]) => type);
	return [
		...['From', 'To', 'Date', 'Message-ID', 'MIME-Version', 'Content-Language']
			.filter((name) => !header.has(name.toLowerCase()))
			.map((name) => `${name} is missing`),
		...(header.get('auto-submitted') === 'auto-generated' ? [] : ['an autoresponder answers it']),
		...(/[^\x20-\x7e]/.test(header.get('subject') ?? '\n') ? ['the subject is not encoded'] : []),
		...(/\P{ASCII}/u.test(source) ? ['it has a character that is not ASCII'] : []),
		...lines
			.filter((line) => line.length > MAX_LINE)
			.map((line) => `a line is too long: ${line.slice(0, 60)}`),
		...(types.indexOf('text/plain') > -1 && types.indexOf('text/plain') < types.indexOf('text/html')
			? []
			: ['there is no text before the HTML'])
	];
}

/** Header fields by their names in lower case, each on one line. */
export function unfolded(lines: string[]): Map<string, string> {
	const fields = lines
		.join('\n')
		.replace(/\n[ \t]+/g, ' ')
		.split('\n');
	return new Map(
		fields.map((field) => {
			const colon = field.indexOf(':');
			return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
		})
	);
}
