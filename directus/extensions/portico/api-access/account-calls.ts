import { ForbiddenError } from '@directus/errors';
import type { RequestHandler } from 'express';
import { standingOf } from './standing.ts';

/** What REST has as well, where it is limited; Directus 11 takes any number of them in one request of GraphQL. */
const ACCOUNT_MUTATION =
	/\b(auth_(login|refresh|logout|password_request|password_reset)|users_(register|register_verify|invite_accept))\b/;

/** GraphQL is no way around what holds for signing in, recovery, registration and invitations. */
export const refuseAccountMutations: RequestHandler = (request, _response, next) => {
	if (ACCOUNT_MUTATION.test(textIn(request.body, 'query'))) {
		throw new ForbiddenError({ reason: 'Sign in, register and recover over REST' });
	}
	next();
};

/**
 * A session of Studio is renewed by its cookie, in one step, and dies with sign-out. In the other modes the refresh
 * token of such a session, or of one at the site, would be exchanged for tokens that outlive it.
 */
export const refuseOtherRefreshes: RequestHandler = (request, _response, next) => {
	const isApp = standingOf(request) === 'app';
	if (!isApp && textIn(request.body, 'mode') !== 'session') {
		throw new ForbiddenError({ reason: 'A session is refreshed with "mode": "session"' });
	}
	next();
};

/** What is no text is refused by Directus itself. */
export function textIn(body: unknown, name: string): string {
	if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
	const value: unknown = (body as Record<string, unknown>)[name];
	return typeof value === 'string' ? value : '';
}
