import { DIRECTIONS, type Language } from '@portico/contract/languages.ts';
import type { Content } from './content.ts';

/** How the site looks in emails. */
export interface Look {
	name: string;
	/** Its address. */
	origin: string;
	/** Of the header and the button: `#rrggbb`. */
	color: string;
	/** The picture with the id LOGO_ID that comes along; null where the name stands in its place. */
	logo: LogoSize | null;
}

/** Pixels. */
export interface LogoSize {
	width: number;
	height: number;
}

/** The Content-ID of the logo (RFC 2392). */
export const LOGO_ID = 'logo@portico';
/** So that it fits a phone. */
export const MAX_LOGO: LogoSize = { width: 240, height: 40 };

const SANS = "font-family:'Helvetica Neue',Helvetica,Arial,sans-serif";
const SERIF = "font-family:Georgia,'Times New Roman',serif";
const INK = '#1f1c16';
const MUTED = '#5f594c';
const PAPER = '#fffdf9';

/** Of the site by night, for the programs that know it; the others keep the colors in the attributes, or invert them. */
const BY_NIGHT = `@media (prefers-color-scheme: dark) {
.page { background-color: #161512 !important; }
.sheet { background-color: #1e1c18 !important; border-color: #35322a !important; }
.ink { color: #ece6d9 !important; }
.muted { color: #aca495 !important; }
}`;

/**
 * An email in HTML as mail programs know it: tables, since Outlook for Windows lays out by nothing else, styles in
 * attributes, since some drop the style element, and no picture from the web, which most do not load unasked. The address
 * of the link is in the text alone: several programs do not break a long word, and it would make the email wider. In the
 * others the address of the recipient and the name of the site break anywhere.
 */
export function htmlOf(content: Content, look: Look, language: Language): string {
	const { subject, heading, paragraphs, button, other, notes, footer } = content;
	const onColor = readableOn(look.color);
	return `<!DOCTYPE html>
<html lang="${language}" dir="${DIRECTIONS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(subject)}</title>
<style>
${BY_NIGHT}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#faf8f2">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#faf8f2">
<tr>
<td align="center" style="padding:24px 12px;word-break:break-word">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr>
<td bgcolor="${look.color}" style="padding:20px 24px;background-color:${look.color};color:${onColor};${SERIF};font-size:22px;line-height:28px;font-weight:bold">
${look.logo ? picture(look.logo, look.name) : escaped(look.name)}
</td>
</tr>
<tr>
<td class="sheet" bgcolor="${PAPER}" style="padding:28px 24px;background-color:${PAPER};border:1px solid #dfd8c9;border-top:0">
<h1 class="ink" style="margin:0 0 16px;color:${INK};${SERIF};font-size:26px;line-height:32px;font-weight:bold">${escaped(heading)}</h1>
${paragraphs.map(paragraph).join('\n')}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0">
<tr>
<td bgcolor="${look.color}" style="background-color:${look.color};border-radius:4px;mso-padding-alt:14px 24px">
<a href="${escaped(button.href)}" style="display:inline-block;padding:14px 24px;color:${onColor};${SANS};font-size:16px;line-height:20px;font-weight:bold;text-decoration:none">${escaped(button.label)}</a>
</td>
</tr>
</table>
${other ? otherWay(other) : ''}
${notes.map(paragraph).join('\n')}
</td>
</tr>
<tr>
<td style="padding:16px 24px">
<p class="muted" style="margin:0;color:${MUTED};${SANS};font-size:14px;line-height:20px">${escaped(footer)}<br>
<a class="muted" href="${escaped(look.origin)}" style="color:${MUTED};text-decoration:underline">${escaped(hostOf(look.origin))}</a></p>
</td>
</tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td>
</tr>
</table>
</body>
</html>
`;
}

/** The same in plain text. */
export function textOf(content: Content, { origin }: Look): string {
	const { heading, paragraphs, button, other, notes, footer } = content;
	const links = [button, ...(other ? [other] : [])];
	return [
		heading,
		...paragraphs,
		...links.map(({ label, href }) => `${label}:\n${href}`),
		...notes,
		`${footer}\n${origin}`
	]
		.join('\n\n')
		.concat('\n');
}

function picture({ width, height }: LogoSize, name: string): string {
	return `<img src="cid:${LOGO_ID}" alt="${escaped(name)}" width="${width}" height="${height}" style="display:block;border:0">`;
}

function otherWay({ label, href }: { label: string; href: string }): string {
	return `<p class="ink" style="margin:0 0 16px;color:${INK};${SANS};font-size:16px;line-height:24px"><a class="ink" href="${escaped(href)}" style="color:${INK};text-decoration:underline">${escaped(label)}</a></p>`;
}

function paragraph(text: string): string {
	return `<p class="ink" style="margin:0 0 16px;color:${INK};${SANS};font-size:16px;line-height:24px">${escaped(text)}</p>`;
}

function hostOf(origin: string): string {
	return new URL(origin).host;
}

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

/** For text and for attributes in quotes. */
function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Dark or light letters, whichever has the higher contrast on this color (WCAG 2.2, 1.4.3). */
export function readableOn(color: string): string {
	const own = luminance(color);
	const contrastWith = (other: string) => {
		const [dark = 0, light = 0] = [own, luminance(other)].sort((a, b) => a - b);
		return (light + 0.05) / (dark + 0.05);
	};
	return contrastWith(PAPER) >= contrastWith(INK) ? PAPER : INK;
}

/** The relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
