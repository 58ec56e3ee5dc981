import { ForbiddenError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, RequestHandler } from 'express';
import { isAdministrator } from './request-cost/caller.ts';
import { checkGraphql } from './request-cost/graphql.ts';
import { preferWebp } from './request-cost/picture-requests.ts';

/** Refuses requests that would cost Directus much more than they are worth to the client. */
export const requestCost: HookConfig = ({ init }, { env }) => {
	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		const application = app as Application;
		application.use('/utils/hash', forAdministrators);
		application.use('/assets', preferWebp);
		application.use('/graphql', checkGraphql(Number(env['GRAPHQL_QUERY_TOKEN_LIMIT'])));
	});
};

/** The parameters in a hash set its memory and time: one request took a gigabyte. */
const forAdministrators: RequestHandler = (request, _response, next) => {
	if (!isAdministrator(request)) {
		throw new ForbiddenError({ reason: 'Hashes are for administrators' });
	}
	next();
};
