import { getRequestEvent } from '$app/server';
import { LOG_LEVEL } from '$app/env/private';
import pino from 'pino';

/**
 * The one log: JSON lines on standard output, each with the name of the request that it is about. Give it ids, codes and
 * causes, never a password, token or cookie.
 */
export const log = pino({ level: LOG_LEVEL, base: null, mixin: request });

function request(): { requestId?: string } {
	try {
		return { requestId: getRequestEvent().locals.requestId };
	} catch {
		// what happens between requests is about none
		return {};
	}
}
