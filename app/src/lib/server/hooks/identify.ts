import type { Handle } from '@sveltejs/kit/hooks';
import { randomUUID } from 'node:crypto';
import { GUEST } from '../session/access.ts';
import { clientAddress } from './client-address.ts';

/** Gives the request a name that its log lines, its answer and its error page share. */
export const identify: Handle = async ({ event, resolve }) => {
	event.locals.requestId = randomUUID();
	event.locals.visitor = {
		// looked for when somebody wants it: few requests do
		get address() {
			return clientAddress(event);
		},
		userAgent: event.request.headers.get('user-agent') ?? ''
	};
	event.locals.access = GUEST;
	const response = await resolve(event);
	response.headers.set('x-request-id', event.locals.requestId);
	return response;
};
