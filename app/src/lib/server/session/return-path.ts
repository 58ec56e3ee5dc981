import type { ResolvedPathname } from '$app/types';
import { decodeMailedPath, MAILED_PATH } from '@portico/contract/mailed-path.ts';

/** Where people go after signing in when there is no way back to keep. */
export const DEFAULT_RETURN_PATH = '/profile';

const PARAMETER = 'redirectedFrom';
const MAX_BYTES = 2048;
/** Stands for whatever origin the site has: only paths that stay on it are kept. */
const ORIGIN = 'http://portico.invalid';

/** Pages that are only passed through, and addresses that are no pages; compared by their first segment. */
const UNREACHABLE_SEGMENTS = new Set([
	'signin',
	'signup',
	'logout',
	'forgot-password',
	'reset-password',
	'verify-email',
	'accept-invite',
	'auth',
	'api',
	'gateway',
	'hooks',
	'assets',
	'_app',
	'.well-known'
]);

/**
 * The path and query to go back to, or null where a value from outside is none: it must be a path of this site and
 * stay one however it is decoded or parsed again (RFC 9700, 4.11; OWASP Unvalidated Redirects).
 */
export function returnPath(candidate: string | null): string | null {
	const path = ownPath(candidate);
	if (path === null) return null;
	const { pathname, searchParams } = new URL(path, ORIGIN);
	return isPage(pathname) && !isAction(searchParams) ? path : null;
}

/** The path and query of an address of this site, whichever page it is; null where a value from outside is none. */
export function ownPath(candidate: string | null): string | null {
	if (!candidate?.startsWith('/') || Buffer.byteLength(candidate) > MAX_BYTES) return null;
	// browsers drop control characters before they look
	if (hasControlCharacter(candidate)) return null;
	const [given = ''] = candidate.split(/[?#]/, 1);
	if (!interpretations(given).every(staysOnSite)) return null;

	const { pathname, search } = new URL(candidate, ORIGIN);
	const path = pathname + search;
	// without its dots, a path may begin with two slashes where it did not before
	if (!interpretations(pathname).every(staysOnSite)) return null;
	return isStable(path) ? path : null;
}

/**
 * The way back that an address carries as `?redirectedFrom=`, or encoded where it was mailed; null where it has none: given
 * twice it is not to be trusted.
 */
export function returnPathIn({ searchParams }: URL): string | null {
	const given = [
		...searchParams.getAll(PARAMETER),
		...searchParams.getAll(MAILED_PATH).map(decodeMailedPath)
	];
	return given.length === 1 ? returnPath(given[0] ?? null) : null;
}

/** An address that carries the way back on: `/signin` becomes `/signin?redirectedFrom=%2Farticles`. */
export function withReturnPath<Path extends string>(
	path: Path,
	back: string | null
): Path | `${Path}?${string}` {
	return back ? `${path}?${PARAMETER}=${encodeURIComponent(back)}` : path;
}

/** The return path for an address of this site: its own path, or the one it carries where visitors only pass through it. */
export function returnPathTo(url: URL): string | null {
	return returnPath(url.pathname + withoutAction(url)) ?? returnPathIn(url);
}

/** The path and query of the page of a request, without the action of a form, or a way back that leads elsewhere. */
export function pathOfPage(url: URL): string {
	const { searchParams } = url;
	const isGiven = searchParams.has(PARAMETER) || searchParams.has(MAILED_PATH);
	const isTrusted = !isGiven || returnPathIn(url) !== null;
	return isTrusted ? url.pathname + withoutAction(url) : url.pathname;
}

/** The path and query of a request's own address, as a link that stays on this site: a leading // names another host. */
export function linkToSelf({ pathname, search }: URL): ResolvedPathname {
	// a request came for it
	return (pathname.replace(/^\/+/, '/') + search) as ResolvedPathname;
}

/** A path as it stands and as careless readers further on may see it: decoded once, twice, compatibility forms folded. */
function interpretations(path: string): string[] {
	const all = [path];
	for (let reading = path; all.length < 5;) {
		reading = (decoded(reading) ?? reading).normalize('NFKC');
		if (reading === all.at(-1)) break;
		all.push(reading);
	}
	return all;
}

function decoded(path: string): string | null {
	try {
		return decodeURIComponent(path);
	} catch {
		return null;
	}
}

/** Browsers read \ as /. */
function staysOnSite(reading: string): boolean {
	return !reading.startsWith('//') && !reading.includes('\\') && !hasControlCharacter(reading);
}

function hasControlCharacter(text: string): boolean {
	return /\p{Cc}/u.test(text);
}

function isStable(path: string): boolean {
	if (path.startsWith('//') || path.includes('/.//') || !URL.canParse(path, ORIGIN)) return false;
	const { origin, pathname, search } = new URL(path, ORIGIN);
	return origin === ORIGIN && pathname + search === path;
}

function isPage(pathname: string): boolean {
	// a path that cannot be decoded has no route
	const path = decoded(pathname)?.toLowerCase();
	if (path === undefined) return false;
	const first = path.split('/').find((segment) => segment !== '') ?? '';
	return !UNREACHABLE_SEGMENTS.has(first) && !/__(data\.json|route\.js)$/.test(path);
}

/** Kit takes the first parameter whose name begins with a slash for the name of an action. */
function isAction(parameters: URLSearchParams): boolean {
	return [...parameters.keys()].some((name) => name.startsWith('/'));
}

function withoutAction({ search }: URL): string {
	const given = search.slice(1).split('&');
	const kept = given.filter((part) => part !== '' && !decoded(part)?.startsWith('/'));
	return kept.length > 0 ? `?${kept.join('&')}` : '';
}
