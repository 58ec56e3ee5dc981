import type { Service } from '@portico/contract/gateway.ts';

const PREFIX = '/gateway/';
/** More decodings than any chain of servers makes. */
const MAX_DECODINGS = 4;

/**
 * The path of a service for a path of the site, below the service's own; null for one that could lead elsewhere when it is
 * decoded or resolved again: dot segments, separators in disguise, empty segments.
 *
 * @param sent the path as the client sent it, before any parser removed dot segments; null where it is not known
 */
export function upstreamPath(
	{ name, url }: Pick<Service, 'name' | 'url'>,
	pathname: string,
	sent: string | null
): string | null {
	if (sent !== null && sent !== pathname) return null;
	const prefix = PREFIX + name;
	if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) return null;
	const rest = pathname.slice(prefix.length);
	return staysBelow(rest) ? rootOf(url) + rest || '/' : null;
}

/**
 * The address on the site for a `Location` of a service; null where it leads out of the service.
 *
 * @param path the path of the request that it answers
 */
export function siteLocation(
	{ name, url }: Pick<Service, 'name' | 'url'>,
	path: string,
	location: string
): string | null {
	const target = URL.parse(location, url.origin + path);
	const root = rootOf(url);
	if (target?.origin !== url.origin || target.username || target.password) return null;
	if (target.pathname !== root && !target.pathname.startsWith(`${root}/`)) return null;
	const rest = target.pathname.slice(root.length);
	return staysBelow(rest) ? PREFIX + name + rest + target.search + target.hash : null;
}

function rootOf({ pathname }: URL): string {
	return pathname.replace(/\/+$/, '');
}

/** The last segment may be empty: a slash at the end. */
function staysBelow(rest: string): boolean {
	const segments = rest.split('/').slice(1);
	return segments.every(
		(segment, index) => isPlain(segment) && (segment !== '' || index === segments.length - 1)
	);
}

/** Some servers ignore what follows a semicolon in a segment; old ones decode a slash that is written in two bytes. */
function isPlain(segment: string): boolean {
	for (let reading = segment, times = 0; times <= MAX_DECODINGS; times++) {
		if (/[/\\\p{Cc}]|%c[01]/iu.test(reading) || /^\.{1,2}(;|$)/.test(reading)) return false;
		const next = decoded(reading);
		if (next === reading) return true;
		reading = next;
	}
	return false;
}

/** Escape by escape, as lenient servers do: one that is malformed hides none beside it. */
function decoded(text: string): string {
	return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16))
	);
}
