import { AsyncLocalStorage } from 'node:async_hooks';
import type { HookConfig } from '@directus/extensions';
import type { Application, Request, RequestHandler } from 'express';
import { isCallerError } from './last-resort/causes.ts';
import { exitAfterFailure } from './last-resort/process-end.ts';

/**
 * Handles uncaught errors. Rejections that are known to concern one request only are logged with its id. Any other, and
 * any exception, leaves the process in an unknown state: it is logged and the process exits; its supervisor restarts it.
 */
export const lastResort: HookConfig = ({ init }, { env, logger }) => {
	const requests = new AsyncLocalStorage<Request & { id?: unknown }>();
	const remember: RequestHandler = (request, _response, next) => requests.run(request, next);

	let isEnding = false;
	const end = (error: unknown, message: string) => {
		// an error caused by the shutdown itself
		if (isEnding) return;
		isEnding = true;
		logger.fatal({ err: error, ...named(requests.getStore()) }, message);
		exitAfterFailure(Number(env['SERVER_SHUTDOWN_TIMEOUT'] ?? 0));
	};

	// not in commands such as `directus bootstrap`, which keep Node's handling of uncaught errors
	init('middlewares.before', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).use(remember);
		process.on('unhandledRejection', (reason) => {
			if (isCallerError(reason)) {
				const message = 'Unhandled rejection in a part of a request';
				logger.error({ err: reason, ...named(requests.getStore()) }, message);
			} else {
				end(reason, 'The process ends after an unhandled rejection');
			}
		});
		process.on('uncaughtException', (error) => {
			end(error, 'The process ends after an uncaught exception');
		});
	});
};

/** The id of a request in all logs; read late, since it may be set after the request was stored. */
function named(request: { id?: unknown; method: string } | undefined): object {
	return request ? { requestId: request.id, method: request.method } : {};
}
