import type { Language } from '@portico/contract/languages.ts';
import * as m from '@portico/contract/messages.ts';
import { siteAddress } from './uploaded-file.ts';

const KINDS = {
	video: m.media_video,
	audio: m.media_audio,
	iframe: m.media_embedded,
	embed: m.media_embedded,
	object: m.media_embedded,
	img: m.media_picture
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
export function mediumLink(
	medium: Medium,
	address: string,
	title: string,
	language: Language
): MediumLink | null {
	const name = title.trim();
	const kind = KINDS[medium](language);
	const url = /^(https?:)?\/\//i.test(address.trim()) && URL.canParse(address.trim(), 'https://x');
	const absolute = url ? new URL(address.trim(), 'https://x') : null;
	const own = /^\/(?![/\\])/.test(siteAddress(address)) ? siteAddress(address) : null;
	const href = own ?? absolute?.href ?? null;
	if (href === null) {
		const named = name || fileName(address, language);
		return named ? { href, text: m.media_named({ kind, name: named }, language) } : null;
	}

	const about = [name, fileName(address, language), own === null ? absolute?.host : null];
	const [first, source] = about.filter(
		(text) => text !== null && text !== undefined && text !== ''
	);
	if (!first) return { href, text: kind };
	const detail = source ? m.media_from({ name: first, source }, language) : first;
	return { href, text: m.media_named({ kind, name: detail }, language) };
}

/** The name of a file with an ending; its kind alone where the name is only Directus' own. */
function fileName(address: string, language: Language): string | null {
	if (!URL.canParse(address.trim(), 'https://x')) return null;
	const { pathname } = new URL(address.trim(), 'https://x');
	const name = decoded(pathname.slice(pathname.lastIndexOf('/') + 1));
	const uuid = UUID_NAME.exec(name);
	if (uuid) {
		const type = uuid.groups?.ending?.toUpperCase();
		return type ? m.media_file({ type }, language) : null;
	}
	return /\.\w{1,5}$/.test(name) && !/\.(html?|php|aspx?)$/i.test(name) ? name : null;
}

function decoded(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
