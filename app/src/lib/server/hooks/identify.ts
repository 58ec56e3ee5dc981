import type { Handle } from '@sveltejs/kit/hooks';
import { countRequest } from '../metrics/requests.ts';
import * as requestId from '../operations/request-context.ts';
import { GUEST } from '../session/access.ts';
import { clientAddress } from './client-address.ts';

/** Gives the request a name that its log lines, its answer and its error page share, and counts it when it is answered. */
export const identify: Handle = async ({ event, resolve }) => {
	const began = performance.now();
	event.locals.requestId = requestId.nameOf(event.request.headers);
	event.locals.visitor = {
		// looked up on first use: few requests need them
		get address() {
			return clientAddress(event);
		},
		get userAgent() {
			return event.request.headers.get('user-agent') ?? '';
		},
		get language() {
			return event.locals.preferredLanguage;
		}
	};
	event.locals.access = GUEST;
	event.locals.sessionWithheld = false;
	event.locals.site = null;
	event.locals.content = [];
	const response = await resolve(event);
	response.headers.set('x-request-id', event.locals.requestId);
	countRequest(event, response, (performance.now() - began) / 1000);
	return response;
};
