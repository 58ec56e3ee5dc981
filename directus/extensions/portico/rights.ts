import { createError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import { RIGHTS_HEADER } from '@portico/contract/content.ts';
import type { Application, RequestHandler } from 'express';
import { standingOf } from './api-access/standing.ts';
import { endpoint } from './endpoint.ts';
import { type RightsMemory, rightsMemory } from './rights/rights-memory.ts';
import { renewVersion } from './rights/rights-version.ts';

const CHANGES = ['roles', 'policies', 'access', 'permissions'].flatMap((scope) =>
	['create', 'update', 'delete'].map((verb) => `${scope}.${verb}`)
);

/**
 * Vouches for answers that the app keeps for all people with the same rights: the caller had the rights that the request
 * names before the read and after it. A change of rights gives them another version, so that one which is undone during
 * the read is noticed too.
 */
export const rights: HookConfig = ({ filter, action, init }, context) => {
	const { database, logger } = context;
	for (const change of CHANGES) {
		// before it is committed, so that no read by the new rights has the old version
		filter(change, async (payload, _meta, { database }) => {
			await renewVersion(database);
			return payload;
		});
		// and after it, however long that took: see RightsMemory for what lies between
		action(change, () => {
			renewVersion(database).catch((error: unknown) => logger.error(error));
		});
	}
	const memory = rightsMemory(context);
	init('middlewares.after', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).use(vouch(memory));
	});
};

const RightsChangedError = createError(
	'RIGHTS_CHANGED',
	'The rights of the caller are not those that the request names.',
	409
);

function vouch(memory: RightsMemory): RequestHandler {
	return endpoint(async (request, response, next) => {
		const { accountability, headers } = request;
		const key = headers[RIGHTS_HEADER];
		if (typeof key !== 'string' || standingOf(request) !== 'app') return next();
		const requireRights = async () => {
			if (!(await memory.areHeld(key, accountability))) throw new RightsChangedError();
		};
		await requireRights();

		const send = response.json.bind(response);
		response.json = (body) => {
			response.json = send;
			requireRights()
				.then(() => response.set(RIGHTS_HEADER, key).json(body))
				// Directus' error handler comes after the route that has answered
				.catch(next);
			return response;
		};
		next();
	});
}
