import type { HookConfig } from '@directus/extensions';
import { isRequestId, REQUEST_ID_HEADER } from '@portico/contract/request-ids.ts';
import type { Application, Request, RequestHandler } from 'express';

/**
 * Keeps the request id of the app: Directus' log has it as `req.id`, the app's log as `requestId`, so that the calls of
 * one request to the site can be found here. It is for diagnosis only; no decision depends on it.
 */
export const requestId: HookConfig = ({ init }) => {
	const keepName: RequestHandler = (request, _response, next) => {
		const given = request.get(REQUEST_ID_HEADER);
		// Directus' logger numbers those that have no name yet
		if (given && isRequestId(given)) (request as Request & { id?: string }).id = given;
		next();
	};
	init('middlewares.before', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).use(keepName);
	});
};
