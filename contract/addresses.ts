/** The collections whose rows have pages, with the path before their slugs. */
const PREFIXES = { articles: '/articles/', categories: '/categories/', pages: '/' } as const;

/** A collection whose rows have pages of their own. */
export type Addressed = keyof typeof PREFIXES;

/** All of them. */
export const ADDRESSED = Object.keys(PREFIXES) as Addressed[]; // the keys of the constant above

/** The row of an address, which need not exist. */
export interface Place {
	collection: Addressed;
	slug: string;
}

/** Code points, as PostgreSQL counts the length of a text. */
const MAX_LENGTH = 255;

/**
 * The first segments of addresses that the site answers itself, so that no page can be there: its routes, its static
 * files, and what browsers, search engines and proxies expect of any site.
 */
export const RESERVED_SEGMENTS: ReadonlySet<string> = new Set([
	'.well-known',
	'_app',
	'accept-invite',
	'api',
	'apple-touch-icon.png',
	'articles',
	'assets',
	'auth',
	'behaviour.js',
	'categories',
	'favicon.ico',
	'favicon.svg',
	'feed.json',
	'feed.xml',
	'forgot-password',
	'gateway',
	'healthz',
	'hooks',
	'language',
	'llms.txt',
	'logout',
	'portico',
	'profile',
	'reading-list',
	'reading-list.js',
	'readyz',
	'reset-password',
	'robots.txt',
	'rss.xml',
	'session',
	'session-sync.js',
	'signin',
	'signup',
	'site.webmanifest',
	'sitemap.xml',
	'verify-email'
]);

/** Where SvelteKit answers with a page's data or code instead of the page. */
const ROUTER_DATA = /^(.*\.html)?__(data\.json|route\.js)$/;

/** Values that a filter of Directus never matches as text: it parses them as booleans, null, or variables (`$NOW`). */
const VALUE_OF_DIRECTUS = /^(true|false|null|NULL|\$.*)$/;

/** Why a row cannot have this slug, in words for an editor, or null where it can. The one rule for Directus and the app. */
export function slugFault(collection: Addressed, slug: string): string | null {
	if (slug.trim() === '') return 'is empty';
	// before it is taken apart: an address may be of any length
	if (slug.length > 2 * MAX_LENGTH || [...slug].length > MAX_LENGTH) {
		return `has more than ${MAX_LENGTH} characters`;
	}
	if (VALUE_OF_DIRECTUS.test(slug)) return 'is a word that Directus takes for a value of its own';
	if (collection !== 'pages') {
		return slug.includes('/') ? 'has a /, which ends a part of an address' : segmentFault(slug);
	}
	const segments = slug.split('/');
	if (segments.includes('')) return 'begins or ends with a /, or has two of them in a row';
	const [first = ''] = segments;
	if (RESERVED_SEGMENTS.has(first)) {
		return `begins with "${first}", where the site has something of its own`;
	}
	return segments.map(segmentFault).find((fault) => fault !== null) ?? null;
}

function segmentFault(segment: string): string | null {
	if (/^\.{1,2}$/.test(segment))
		return `is or has "${segment}", which browsers take out of addresses`;
	if (/\p{Cc}/u.test(segment)) return 'has an invisible control character';
	if (/\s/u.test(segment)) return 'has a space';
	const [reserved] = /[\\%?#]/.exec(segment) ?? [];
	if (reserved) return `has a ${reserved}, which means something else in an address`;
	// half of a character: no address and no database keeps it
	if (/\p{Cs}/u.test(segment)) return 'has a character that is incomplete';
	if (ROUTER_DATA.test(segment)) return `is or has "${segment}", where the site has its data`;
	return null;
}

/** The path of a row's page, with its characters as they are read, not as they are sent. */
export function addressOf({ collection, slug }: Place): string {
	return PREFIXES[collection] + slug;
}

/** The row that would have its page at this path, existing or not; null where no row can. */
export function placeAt(path: string): Place | null {
	for (const collection of ADDRESSED) {
		const prefix = PREFIXES[collection];
		const slug = path.slice(prefix.length);
		if (path.startsWith(prefix) && slugFault(collection, slug) === null)
			return { collection, slug };
	}
	return null;
}

/** A path of this site as an editor gave it, with or without percent-encoding, as redirects keep it. @throws {URIError} */
export function readPath(text: string): string {
	const path = decodeURI(text.trim());
	return path.length > 1 ? path.replace(/\/$/, '') : path;
}

/** Why a redirect cannot lead away from this path, in words for an editor, or null where it can. */
export function redirectSourceFault(path: string): string | null {
	if (!path.startsWith('/')) return 'is no path of this site: it begins with one /';
	return placeAt(path) ? null : slugFault('pages', path.slice(1));
}

/** Why a redirect cannot lead to this path, in words for an editor, or null where it can. */
export function redirectTargetFault(path: string): string | null {
	const fault = redirectSourceFault(path);
	return fault !== null && isOfTheSite(path) ? null : fault;
}

/** Whether the site answers this path itself, whatever editors write. */
export function isOfTheSite(path: string): boolean {
	if (path === '/') return true;
	const [nothing, first = '', ...others] = path.split('/');
	const isWellFormed = slugFault('pages', ['x', ...others].join('/')) === null;
	return nothing === '' && RESERVED_SEGMENTS.has(first) && isWellFormed;
}
