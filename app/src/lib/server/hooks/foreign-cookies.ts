import { dev } from '$app/env';
import { isOwnCookie } from '@portico/contract/cookies.ts';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '../operations/log.ts';
import { isIn } from '../session/guard.ts';

/** Stands for every cookie that there may be. */
const ALL = '*';

/**
 * Notes which cookies that are not Portico's a hook, a `load` or an action reads: pages are shared with guests who send
 * other cookies, and not with those who send one of these. A request to a route of the site's own sends all of them.
 */
export const foreignCookies: Handle = ({ event, resolve }) => {
	const { cookies, fetch: ownFetch, locals } = event;
	const { get, getAll } = cookies;
	const read = new Set<string>();
	const note = (name: string) => {
		if (dev && !read.has(name)) warn(event, name);
		read.add(name);
	};
	locals.cookiesRead = read;
	// in place: other modules know a request by this object
	cookies.get = (name, options) => {
		if (!isOwnCookie(name)) note(name);
		return get(name, options);
	};
	cookies.getAll = (options) => {
		note(ALL);
		return getAll(options);
	};
	const fetch: typeof event.fetch = (...request) => {
		note(ALL);
		return ownFetch(...request);
	};
	Object.assign(event, { fetch });
	return resolve(event);
};

/** The names of the cookies in a request. */
export function sentCookies({ headers }: Request): string[] {
	const cookies = headers.get('cookie')?.split(';') ?? [];
	return cookies.map((cookie) => (cookie.split('=', 1)[0] ?? '').trim());
}

/** Whether one of the cookies that were sent is among those that were read. */
export function isAmong(read: ReadonlySet<string>, sent: string[]): boolean {
	return sent.length > 0 && (read.has(ALL) || sent.some((name) => read.has(name)));
}

function warn({ route, isSubRequest }: RequestEvent, name: string): void {
	if (isSubRequest || !isIn('(public)', route.id)) return;
	const what = name === ALL ? 'every cookie is read' : `the cookie ${name} is read`;
	log.warn(`${what} for ${route.id}: guests who send it do not share that page, which costs speed`);
}
