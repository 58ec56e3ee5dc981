import { REQUEST_ID_HEADER } from '$app/env/private';
import { getRequestEvent } from '$app/server';
import { randomUUID } from 'node:crypto';

/** What may stand in any log, header or page as it is; the usual ids of proxies are made of it. */
const WELL_FORMED = /^[\w.:-]{8,128}$/;

/** The name that the proxy in front gave a request, where it is trusted to; else a new one. */
export function nameOf(headers: Headers): string {
	const given = REQUEST_ID_HEADER ? headers.get(REQUEST_ID_HEADER) : null;
	return given && WELL_FORMED.test(given) ? given : randomUUID();
}

/** The name of the request that is being answered; null for what happens between requests. */
export function current(): string | null {
	try {
		return getRequestEvent().locals.requestId;
	} catch {
		return null;
	}
}
