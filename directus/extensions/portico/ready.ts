import { ServiceUnavailableError } from '@directus/errors';
import type { Router } from 'express';
import { endpoint, type Context } from './endpoint.ts';

/** A probe that waits longer than this has given up. */
const PATIENCE_MILLISECONDS = 2000;

/** Able to serve: the database answers. Directus' own health check also fails when mail is down. */
export function ready(router: Router, { database, logger }: Context): void {
	router.get(
		'/ready',
		endpoint(async (_request, response) => {
			try {
				await database.select(database.raw('1')).timeout(PATIENCE_MILLISECONDS);
			} catch (cause) {
				logger.error(cause, 'Portico is not ready: the database does not answer');
				throw new ServiceUnavailableError({
					service: 'database',
					reason: 'The database does not answer'
				});
			}
			response.json({ data: { status: 'ok' } });
		})
	);
}
