import { LOG_LEVEL } from '$app/env/private';
import pino from 'pino';
import { isFailure } from '../directus/failure.ts';
import * as requestId from './request-context.ts';

/**
 * The log: JSON lines on standard output, each with the id of its request. Pass ids, codes and
 * causes, never a password, token or cookie.
 */
export const log = pino({
	level: LOG_LEVEL,
	base: null,
	mixin: request,
	serializers: { err: serialized }
});

function request(): { requestId?: string } {
	const id = requestId.current();
	return id ? { requestId: id } : {};
}

/** An outage of Directus is no fault of the code, so it is logged without a stack. */
function serialized(error: Error): object {
	const { stack, ...described } = pino.stdSerializers.err(error);
	return isFailure(error, 'UNAVAILABLE') ? described : { ...described, stack };
}
