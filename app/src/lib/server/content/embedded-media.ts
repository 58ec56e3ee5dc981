import { siteAddress } from './uploaded-file.ts';

const KINDS = {
	video: 'Video',
	audio: 'Audio',
	iframe: 'Embedded content',
	embed: 'Embedded content',
	object: 'Embedded content',
	img: 'Picture'
} as const;

/** Kinds of media that a page cannot embed. */
export type Medium = keyof typeof KINDS;

const UUID_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.(?<ending>\w{1,10}))?$/i;

/** A link to a medium, or its words alone where it has no address to follow. */
export interface MediumLink {
	href: string | null;
	text: string;
}

/** The replacement of a medium: a link that names its kind and its source; null where neither is known. */
export function mediumLink(medium: Medium, address: string, title: string): MediumLink | null {
	const name = title.trim();
	const url = /^(https?:)?\/\//i.test(address.trim()) && URL.canParse(address.trim(), 'https://x');
	const absolute = url ? new URL(address.trim(), 'https://x') : null;
	const own = /^\/(?![/\\])/.test(siteAddress(address)) ? siteAddress(address) : null;
	const href = own ?? absolute?.href ?? null;
	if (href === null) {
		const named = name || fileName(address);
		return named ? { href, text: `${KINDS[medium]}: ${named}` } : null;
	}

	const about = [name, fileName(address), own === null ? absolute?.host : null];
	const words = about.filter(Boolean).slice(0, 2);
	const [first, second] = words;
	const detail = second ? `${first} (${second})` : first;
	return { href, text: detail ? `${KINDS[medium]}: ${detail}` : KINDS[medium] };
}

/** The name of a file with an ending; its kind alone where the name is only Directus' own. */
function fileName(address: string): string | null {
	if (!URL.canParse(address.trim(), 'https://x')) return null;
	const { pathname } = new URL(address.trim(), 'https://x');
	const name = decoded(pathname.slice(pathname.lastIndexOf('/') + 1));
	const uuid = UUID_NAME.exec(name);
	if (uuid) return uuid.groups?.ending ? `${uuid.groups.ending.toUpperCase()} file` : null;
	return /\.\w{1,5}$/.test(name) && !/\.(html?|php|aspx?)$/i.test(name) ? name : null;
}

function decoded(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
