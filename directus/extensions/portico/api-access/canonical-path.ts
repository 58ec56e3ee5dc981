/** Characters that RFC 3986 allows in a segment of a path, as it is sent. */
const SEGMENT = /^(?:[\w.~!$&'()*+,;=:@-]|%[\dA-Fa-f]{2})+$/;
/** Characters that are never escaped in a path's normal form (RFC 3986, 6.2.2.2). */
const UNRESERVED = /^[\w.~-]$/;
// eslint-disable-next-line no-control-regex -- matches control characters on purpose
const PATH_DELIMITER = /[/\\\u0000-\u001f\u007f]/;

/** The first segments of Directus' own paths and of ours, which Express takes in any case. */
export const ROOT_SEGMENTS = new Set(
	`access activity admin ai assets auth collections comments dashboards deployments extensions fields files flows
	folders graphql installation items license mcp metrics notifications operations panels permissions policies portico
	presets relations revisions robots.txt roles schema server settings shares translations users utils versions`.split(
		/\s+/
	)
);

/** Below these are Directus' own words and ids in lower case, except for the names of identity providers. */
const WORDS_ONLY = new Set([
	'auth',
	'graphql',
	'installation',
	'portico',
	'server',
	'shares',
	'users'
]);
const PROVIDER_POSITION = 2;

/**
 * Whether a request names its path in the one form that rules about paths look for: a slash and a segment at a time,
 * nothing escaped that need not be, no dot segments, Directus' own words in lower case. Express takes other forms
 * for the same path, so a rule would be passed by.
 */
export function isCanonical(target: string): boolean {
	const [path = ''] = target.split('?', 1);
	if (!path.startsWith('/')) return false;
	const segments = path.slice(1).split('/');
	// a slash at the end
	if (segments.at(-1) === '') segments.pop();
	return segments.every(isPlain) && areInSmallLetters(segments);
}

function isPlain(segment: string): boolean {
	if (segment === '.' || segment === '..' || !SEGMENT.test(segment)) return false;
	for (const [escape] of segment.matchAll(/%../g)) {
		if (UNRESERVED.test(String.fromCharCode(parseInt(escape.slice(1), 16)))) return false;
	}
	try {
		return !PATH_DELIMITER.test(decodeURIComponent(segment));
	} catch {
		return false;
	}
}

function areInSmallLetters(segments: string[]): boolean {
	const root = (segments[0] ?? '').toLowerCase();
	if (!ROOT_SEGMENTS.has(root)) return true;
	const isLoginOf = root === 'auth' && segments[1] === 'login';
	return segments.every((segment, index) => {
		if (index > 0 && !WORDS_ONLY.has(root)) return true;
		return segment === segment.toLowerCase() || (isLoginOf && index === PROVIDER_POSITION);
	});
}
