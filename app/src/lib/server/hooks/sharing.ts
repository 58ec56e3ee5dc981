import { isOwnCookie } from '@portico/contract/cookies.ts';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { LRUCache } from 'lru-cache';
import { randomBytes } from 'node:crypto';
import type { Freshness } from '../content/content-cache.ts';
import * as languageCookie from '../language/cookie.ts';
import * as metrics from '../metrics/instruments.ts';
import { isIn } from '../session/guard.ts';
import { isAmong, sentCookies } from './foreign-cookies.ts';

const MAX_CACHED_CHARACTERS = 32_000_000;
const NONCE_BYTES = 16;

/** A page as it was rendered, cut where its nonce stood. */
type Page = {
	html: string[];
	headers: [name: string, value: string[]][];
	dependencies: Freshness[];
	/** Cookies that were read for it, and not sent: requests that send one get a page of their own. */
	cookiesRead: ReadonlySet<string>;
};

const pages = new LRUCache<string, Page>({
	maxSize: MAX_CACHED_CHARACTERS,
	sizeCalculation: ({ html }, address) =>
		html.reduce((total, { length }) => total + length, address.length)
});

/**
 * Renders a public page once for all guests, in each language: what they see follows from the address, the language and
 * public content alone, and is shown as long as all of that content is fresh. Each of them gets a nonce of their own. Who
 * sends a cookie of Portico's, or one that was read for the page, does not share it.
 */
export const sharing: Handle = async ({ event, resolve }) => {
	if (!isGuestsPage(event)) return resolve(event);
	const sent = sentCookies(event.request);
	if (!areShareable(sent, event.locals.cookiesRead)) return resolve(event);
	const { preferredLanguage, cookiesRead } = event.locals;
	// the site's own language is part of its content
	const address = `${preferredLanguage ?? ''} ${event.url.pathname}${event.url.search}`;
	const page = pages.get(address);
	const isFresh = page?.dependencies.every(({ freshUntil }) => freshUntil > Date.now());
	const isShared = page && isFresh && !isAmong(page.cookiesRead, sent);
	metrics.lookup({ cache: 'pages', result: isShared ? 'hit' : 'miss' });
	if (isShared) return respondWith(page);

	const response = await resolve(event);
	const { content } = event.locals;
	const isForAll = isShareableResponse(response) && !isAmong(cookiesRead, sent);
	if (!isForAll || content.length === 0) return response;
	const rendered = {
		...splitAtNonce(await response.text(), response.headers),
		dependencies: content,
		cookiesRead
	};
	pages.set(address, rendered);
	return respondWith(rendered);
};

function isGuestsPage({ request, route, locals, isDataRequest }: RequestEvent): boolean {
	return (
		request.method === 'GET' &&
		!isDataRequest &&
		isIn('(public)', route.id) &&
		locals.access.kind === 'guest'
	);
}

/** Whether a shared page may answer a request with these cookies, of which hooks have read some. */
function areShareable(sent: string[], read: ReadonlySet<string>): boolean {
	const areOwn = sent.some((name) => isOwnCookie(name) && name !== languageCookie.NAME);
	return !areOwn && !isAmong(read, sent);
}

/**
 * Kit gives an ETag to the pages that it does not stream. A route that says itself how its answer may be kept, such as one
 * whose address holds a mailed token, says so for here too.
 */
function isShareableResponse({ status, headers }: Response): boolean {
	const isWhole = status === 200 && headers.has('etag');
	return isWhole && !headers.has('set-cookie') && !headers.has('cache-control');
}

function splitAtNonce(html: string, headers: Headers): Pick<Page, 'html' | 'headers'> {
	const policy = headers.get('content-security-policy') ?? '';
	const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
	const parts = (text: string) => (nonce ? text.split(nonce) : [text]);
	// it was computed with the nonce, which no other guest gets
	headers.delete('etag');
	return {
		html: parts(html),
		headers: [...headers].map(([name, value]) => [name, parts(value)])
	};
}

function respondWith({ html, headers }: Page): Response {
	const nonce = randomBytes(NONCE_BYTES).toString('base64');
	return new Response(html.join(nonce), {
		headers: headers.map(([name, value]): [string, string] => [name, value.join(nonce)])
	});
}
