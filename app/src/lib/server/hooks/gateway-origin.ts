import * as m from '@portico/contract/messages.ts';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '../operations/log.ts';
import { isIn } from '../session/guard.ts';

const READING_METHODS = ['GET', 'HEAD'];
/** `none` is the address bar. */
const OWN_SITES = ['same-origin', 'none'];
/** fetch() and pages. As a script, a style, a worker or a frame of the site, an answer would have its rights. */
const DESTINATIONS = ['empty', 'document'];

/**
 * Refuses requests to services that do not come from this site: reads without a Sec-Fetch-Site that says so, all else without
 * the site's Origin. Before an arrival, whose detour makes a request of another site one of this site's own.
 */
export const gatewayOrigin: Handle = ({ event, resolve }) => {
	if (!isIn('gateway', event.route.id) || isOwn(event)) return resolve(event);
	const { locals, request, route } = event;
	log.info({ route: route.id, method: request.method }, 'refused: from another site');
	return Response.json({ message: m.gateway_foreign(), id: locals.requestId }, { status: 403 });
};

function isOwn({ request: { method, headers }, url }: RequestEvent): boolean {
	if (!READING_METHODS.includes(method)) return headers.get('origin') === url.origin;
	const site = headers.get('sec-fetch-site') ?? '';
	const destination = headers.get('sec-fetch-dest');
	return OWN_SITES.includes(site) && (destination === null || DESTINATIONS.includes(destination));
}
