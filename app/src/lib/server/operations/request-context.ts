import { REQUEST_ID_HEADER } from '$app/env/private';
import { getRequestEvent } from '$app/server';
import { isRequestId } from '@portico/contract/request-ids.ts';
import { randomUUID } from 'node:crypto';

/** The name that the proxy in front gave a request, where it is trusted to; else a new one. */
export function nameOf(headers: Headers): string {
	const given = REQUEST_ID_HEADER ? headers.get(REQUEST_ID_HEADER) : null;
	return given && isRequestId(given) ? given : randomUUID();
}

/** The name of the request that is being answered; null for what happens between requests. */
export function current(): string | null {
	try {
		return getRequestEvent().locals.requestId;
	} catch {
		return null;
	}
}
