import type { Handle } from '@sveltejs/kit/hooks';
import * as sessionCookies from '../session/cookies.ts';
import { escape, standalonePage } from './standalone-page.ts';

/**
 * Lets a member in who follows a link from another site. The browser withholds Strict cookies on that request, and on
 * whatever it is redirected to; a page that comes back by itself makes the next request one of this site's own, cookies
 * included. The request after that is same-origin, so this cannot loop. Nothing is cleared, and guests never see it.
 */
export const arrival: Handle = ({ event, resolve }) => {
	if (!isFromElsewhere(event.request) || event.isDataRequest) return resolve(event);
	const { signedIn, accessToken, refreshToken } = sessionCookies.read(event.cookies);
	if (!signedIn || accessToken || refreshToken) return resolve(event);
	return comeBack(event.url);
};

function isFromElsewhere({ method, headers }: Request): boolean {
	return (
		method === 'GET' &&
		headers.get('sec-fetch-site') === 'cross-site' &&
		headers.get('sec-fetch-mode') === 'navigate'
	);
}

/**
 * The meta element works without scripts but loses the fragment; the script keeps it. Without a url, Chromium never
 * follows the element on an address that has a fragment.
 */
function comeBack({ pathname, search }: URL): Response {
	// a leading // would name another host
	const path = escape(pathname.replace(/^\/+/, '/') + search);
	return standalonePage({
		status: 200,
		title: 'One moment',
		head: `<meta http-equiv="refresh" content="0;url=${path}">`,
		body: `<p><a href="${path}">Go on to the page</a></p>`,
		script: 'location.reload()'
	});
}
