import { ForbiddenError, InvalidCredentialsError } from '@directus/errors';
import type { RequestHandler } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { endpoint, type Database } from '../endpoint.ts';
import { isSiteSession } from '../session/identity.ts';
import { standingOf } from './standing.ts';

/** Mutations with a rate-limited equivalent in REST; Directus 11 takes any number of them in one GraphQL request. */
const ACCOUNT_MUTATION =
	/\b(auth_(login|refresh|logout|password_request|password_reset)|users_(register|register_verify|invite_accept))\b/;

/** Keeps GraphQL from bypassing the limits of sign-in, recovery, registration and invitations. */
export const refuseAccountMutations: RequestHandler = (request, _response, next) => {
	if (ACCOUNT_MUTATION.test(textIn(request.body, 'query'))) {
		throw new ForbiddenError({ reason: 'Sign in, register and recover over REST' });
	}
	next();
};

/**
 * Studio's sessions are renewed here by their cookie, in one step, and die with sign-out. In the other modes the refresh
 * token would be exchanged for tokens that outlive the session; and a session of the site that was renewed here would
 * outlive its sign-out and its greatest age.
 */
export function refuseOtherRefreshes(database: Database, cookieName: string): RequestHandler {
	return endpoint(async (request, _response, next) => {
		if (standingOf(request) === 'app') {
			next();
			return;
		}
		if (textIn(request.body, 'mode') !== 'session') {
			throw new ForbiddenError({ reason: 'A session is refreshed with "mode": "session"' });
		}
		const token = sessionIn((request.cookies as Record<string, unknown>)[cookieName]);
		if (token !== null && (await isSiteSession(database, token)))
			throw new InvalidCredentialsError();
		next();
	});
}

/** The session that a token of Directus is bound to. Does not verify the token: Directus does. */
function sessionIn(token: unknown): string | null {
	const claims = typeof token === 'string' ? jsonwebtoken.decode(token, { json: true }) : null;
	const session: unknown = claims?.['session'];
	return typeof session === 'string' ? session : null;
}

/** Reads a text from a body; empty for any other value, which Directus itself refuses. */
export function textIn(body: unknown, name: string): string {
	if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
	const value: unknown = (body as Record<string, unknown>)[name];
	return typeof value === 'string' ? value : '';
}
