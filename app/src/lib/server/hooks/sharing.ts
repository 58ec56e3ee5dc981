import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { LRUCache } from 'lru-cache';
import { randomBytes } from 'node:crypto';
import type { Freshness } from '../content/public-cache.ts';
import * as languageCookie from '../language/cookie.ts';
import * as metrics from '../metrics/instruments.ts';
import { isIn } from '../session/guard.ts';

const MAX_CACHED_CHARACTERS = 32_000_000;
const NONCE_BYTES = 16;

/** A page as it was rendered, cut where its nonce stood. */
type Page = {
	html: string[];
	headers: [name: string, value: string[]][];
	dependencies: Freshness[];
};

const pages = new LRUCache<string, Page>({
	maxSize: MAX_CACHED_CHARACTERS,
	sizeCalculation: ({ html }, address) =>
		html.reduce((total, { length }) => total + length, address.length)
});

/**
 * Renders a public page once for all guests who come without a cookie, in each language: what they see follows from the
 * address, the language and public content alone, and is shown as long as all of that content is fresh. Each of them gets a nonce of their own.
 */
export const sharing: Handle = async ({ event, resolve }) => {
	if (!isShareableRequest(event)) return resolve(event);
	const { preferredLanguage } = event.locals;
	// the site's own language is part of its content
	const address = `${preferredLanguage ?? ''} ${event.url.pathname}${event.url.search}`;
	const page = pages.get(address);
	const isFresh = page?.dependencies.every(({ freshUntil }) => freshUntil > Date.now());
	metrics.lookup({ cache: 'pages', result: isFresh ? 'hit' : 'miss' });
	if (page && isFresh) return respondWith(page);

	const response = await resolve(event);
	const { content } = event.locals;
	if (!isShareableResponse(response) || content.length === 0) return response;
	const rendered = splitAtNonce(await response.text(), response.headers, content);
	pages.set(address, rendered);
	return respondWith(rendered);
};

/** Any cookie but the language, whatever it says, may change what is shown. */
function isShareableRequest({ request, route, locals, isDataRequest }: RequestEvent): boolean {
	return (
		request.method === 'GET' &&
		!isDataRequest &&
		isIn('(public)', route.id) &&
		locals.access.kind === 'guest' &&
		languageCookie.isAlone(request.headers.get('cookie'))
	);
}

/**
 * Kit gives an ETag to the pages that it does not stream. A route that says itself how its answer may be kept, such as one
 * whose address holds a mailed token, says so for here too.
 */
function isShareableResponse({ status, headers }: Response): boolean {
	const isWhole = status === 200 && headers.has('etag');
	return isWhole && !headers.has('set-cookie') && !headers.has('cache-control');
}

function splitAtNonce(html: string, headers: Headers, dependencies: Freshness[]): Page {
	const policy = headers.get('content-security-policy') ?? '';
	const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
	const parts = (text: string) => (nonce ? text.split(nonce) : [text]);
	// it was computed with the nonce, which no other guest gets
	headers.delete('etag');
	return {
		html: parts(html),
		headers: [...headers].map(([name, value]) => [name, parts(value)]),
		dependencies
	};
}

function respondWith({ html, headers }: Page): Response {
	const nonce = randomBytes(NONCE_BYTES).toString('base64');
	return new Response(html.join(nonce), {
		headers: headers.map(([name, value]): [string, string] => [name, value.join(nonce)])
	});
}
