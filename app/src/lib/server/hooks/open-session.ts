import type { Handle } from '@sveltejs/kit/hooks';
import * as sessionCookies from '../session/cookies.ts';
import { can } from '../session/permissions.ts';
import { open } from '../session/lifecycle.ts';

/** Identifies the visitor, and updates the browser's cookies before the route runs. */
export const session: Handle = async ({ event, resolve }) => {
	const { cookies, locals } = event;
	const opened = await open(sessionCookies.read(cookies), locals.visitor, Date.now() / 1000);
	locals.access = opened.access;
	locals.can = (action, collection) => can(opened.access, action, collection);

	if (opened.cookies === 'ended') sessionCookies.clear(cookies);
	else if (opened.cookies) sessionCookies.write(cookies, opened.cookies);

	const response = await resolve(event);
	sessionCookies.deliver(cookies, response);
	return response;
};
