import type { Handle } from '@sveltejs/kit/hooks';
import { isIn } from '../session/guard.ts';

const RETRY_AFTER_SECONDS = 5;

/**
 * Keeps responses that a session touched, or that begin one, out of every cache (OWASP ASVS 14.3.2), and sets Retry-After
 * after a 503. A route that serves the same to all visitors may say so itself, unless cookies go with it.
 */
export const caching: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	const setsCookie = headers.has('set-cookie');
	const personal =
		setsCookie ||
		event.locals.access.kind !== 'guest' ||
		isIn('(guest)', event.route.id) ||
		response.status >= 300;
	if (setsCookie || (personal && !headers.has('cache-control'))) {
		headers.set('cache-control', 'private, no-store');
	} else if (!headers.has('cache-control')) {
		headers.set('cache-control', 'private, no-cache');
	}
	if (response.status === 503 && !headers.has('retry-after')) {
		headers.set('retry-after', String(RETRY_AFTER_SECONDS));
	}
	return response;
};
