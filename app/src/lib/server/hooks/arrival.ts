import * as m from '@portico/contract/messages.ts';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';
import * as arrivalMark from '../session/arrival-mark.ts';
import * as sessionCookies from '../session/cookies.ts';
import { linkToSelf } from '../session/return-path.ts';
import { escape, standalonePage } from './standalone-page.ts';

/** WebKit says `none` of back and forward. */
const FOREIGN_SITES = ['cross-site', 'none'];
/** Late enough that the script's own navigation has been answered. */
const FALLBACK_SECONDS = 10;

/**
 * Lets a member in who follows a link from another site. The browser withholds Strict cookies on that navigation and on
 * its redirects; a page that navigates to the same address makes the next request one of this site's own, cookies
 * included. A cookie marks the detour, and an address that is marked gets none: whatever a browser does, it cannot loop.
 * A browser that withholds the cookies again is treated as a guest's, once, with a link that brings them.
 */
export const arrival: Handle = async ({ event, resolve }) => {
	if (!isPageNavigation(event)) return resolve(event);
	const { cookies, request, url } = event;
	const { signedIn, withheld } = sessionCookies.read(cookies);
	if (!signedIn) return resolve(event);
	const isMarked = arrivalMark.isSet(event);
	if (withheld && isFromOutside(request)) {
		const mayDetour = !isMarked && !arrivalMark.areFull(cookies);
		return mayDetour ? detour(event) : continueAsGuest(event, resolve);
	}
	if (!isMarked) return resolve(event);

	metrics.arrival({ outcome: withheld ? 'broken-off' : 'let-in' });
	const response = await resolve(event);
	arrivalMark.clear(cookies, url, response);
	return response;
};

function isPageNavigation({ request: { method, headers }, isDataRequest }: RequestEvent): boolean {
	if (method !== 'GET' || isDataRequest) return false;
	const mode = headers.get('sec-fetch-mode');
	return mode ? mode === 'navigate' : (headers.get('accept') ?? '').includes('text/html');
}

function isFromOutside({ headers }: Request): boolean {
	const site = headers.get('sec-fetch-site');
	// older browsers send no such header
	return !site || FOREIGN_SITES.includes(site);
}

function detour({ cookies, url }: RequestEvent): Response {
	metrics.arrival({ outcome: 'detour' });
	const response = reopenPage(url);
	arrivalMark.set(cookies, url, response);
	return response;
}

async function continueAsGuest(
	event: RequestEvent,
	resolve: Parameters<Handle>[0]['resolve']
): Promise<Response> {
	const { cookies, locals, route, url } = event;
	metrics.arrival({ outcome: 'broken-off' });
	log.warn({ requestId: locals.requestId, route: route.id }, 'session cookies withheld twice');
	locals.sessionWithheld = true;
	const response = await resolve(event);
	arrivalMark.clear(cookies, url, response);
	const location = response.headers.get('location');
	// the target of a guest's redirect belongs to the same arrival
	if (location) arrivalMark.set(cookies, new URL(location, url), response);
	return response;
}

/**
 * A page that navigates to its own address. Not by a reload, which in Firefox repeats the navigation from
 * the other site, cookies withheld; and only a navigation scrolls to the fragment. It has to begin at an address that
 * differs in more than the fragment, or it would stay within the page. Without scripts the fragment is lost. The second
 * meta element is for browsers that have scripts and do not run this one.
 */
function reopenPage(url: URL): Response {
	const path = escape(linkToSelf(url));
	return standalonePage({
		status: 200,
		title: m.arrival_title(),
		head: `<noscript><meta http-equiv="refresh" content="0;url=${path}"></noscript>
<meta http-equiv="refresh" content="${FALLBACK_SECONDS};url=${path}">`,
		body: `<p><a href="${path}">${m.arrival_goOn()}</a></p>`,
		script: `const { href } = location;
history.replaceState(null, '', '?' + Date.now());
location.replace(href);`
	});
}
