/**
 * What passes on of a request. Everything else stays here: cookies, credentials, hop-by-hop and forwarding headers, and
 * headers that a service may trust because a proxy sets them.
 */
const OF_REQUESTS = [
	'accept',
	'accept-encoding',
	'accept-language',
	'content-encoding',
	'content-language',
	'content-type',
	'idempotency-key',
	'if-match',
	'if-modified-since',
	'if-none-match',
	'if-range',
	'if-unmodified-since',
	'last-event-id',
	'prefer',
	'range'
];

/**
 * What passes on of an answer. Everything else concerns the whole site and is not the service's to say: cookies, caching,
 * CORS, HSTS, policies, service workers, prompts for credentials, redirects by `Refresh`.
 */
const OF_ANSWERS = [
	'accept-ranges',
	'content-disposition',
	'content-encoding',
	'content-language',
	'content-length',
	'content-range',
	'content-type',
	'etag',
	'last-modified',
	'retry-after'
];

/** An answer is data: as a page it has no origin, runs nothing, loads nothing and sends no form. */
const ISOLATION = {
	'content-security-policy':
		"sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'cache-control': 'private, no-store'
};

/** The headers of a request to a service. */
export function requestHeaders(given: Headers): Record<string, string> {
	return Object.fromEntries(
		OF_REQUESTS.flatMap((name) => {
			const value = given.get(name);
			return value === null ? [] : [[name, value]];
		})
	);
}

/** The headers of the answer of a service, as the site sends it. */
export function answerHeaders(given: Record<string, string | string[] | undefined>): Headers {
	const passed = OF_ANSWERS.flatMap((name): [string, string][] => {
		const value = given[name];
		return typeof value === 'string' ? [[name, value]] : [];
	});
	const headers = new Headers(passed);
	if (!headers.has('content-type')) headers.set('content-type', 'application/octet-stream');
	for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
	return headers;
}
