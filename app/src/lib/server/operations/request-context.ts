import { REQUEST_ID_HEADER } from '$app/env/private';
import { getRequestEvent } from '$app/server';
import { isRequestId } from '@portico/contract/request-ids.ts';
import { randomUUID } from 'node:crypto';

/** The request id from the proxy in front, where it is trusted to send one; else a new id. */
export function nameOf(headers: Headers): string {
	const given = REQUEST_ID_HEADER ? headers.get(REQUEST_ID_HEADER) : null;
	return given && isRequestId(given) ? given : randomUUID();
}

/** The id of the current request; null outside a request. */
export function current(): string | null {
	try {
		return getRequestEvent().locals.requestId;
	} catch {
		return null;
	}
}
