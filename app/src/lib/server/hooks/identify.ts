import type { Handle } from '@sveltejs/kit/hooks';
import { randomUUID } from 'node:crypto';
import { visitorOf } from '../directus/visitor.ts';
import { GUEST } from '../session/access.ts';

/** Gives the request a name that its log lines, its answer and its error page share. */
export const identify: Handle = async ({ event, resolve }) => {
	event.locals.requestId = randomUUID();
	event.locals.visitor = visitorOf(event);
	event.locals.access = GUEST;
	const response = await resolve(event);
	response.headers.set('x-request-id', event.locals.requestId);
	return response;
};
