import { createError, ServiceUnavailableError } from '@directus/errors';
import type { FailureCode } from '@portico/contract/failure-codes.ts';
import type { Router } from 'express';
import { endpoint, type Context, type Database } from './endpoint.ts';

/** A probe that waits longer than this has given up. */
const TIMEOUT_MILLISECONDS = 2000;

/** The first visitor of `/server/setup` would become the administrator. 409: the app treats a 5xx as an outage. */
const SetupOpenError = createError(
	'SETUP_OPEN' satisfies FailureCode,
	'Directus has no administrator yet',
	409
);

/**
 * Able to serve: the database answers, and has a person in it. Directus' own health check also fails when mail is down.
 */
export function ready(router: Router, { database, logger }: Context): void {
	router.get(
		'/ready',
		endpoint(async (_request, response) => {
			const person = await anybody(database).catch((cause: unknown) => {
				logger.error(cause, 'Portico is not ready: the database does not answer');
				throw new ServiceUnavailableError({
					service: 'database',
					reason: 'The database does not answer'
				});
			});
			if (!person) {
				logger.error(
					'Portico is not ready: Directus has no user, so /server/setup is open to anyone'
				);
				throw new SetupOpenError();
			}
			response.json({ data: { status: 'ok' } });
		})
	);
}

/** The query by which Directus decides whether it accepts a set-up. */
function anybody(database: Database): Promise<{ id: string } | undefined> {
	return database('directus_users').timeout(TIMEOUT_MILLISECONDS).first<{ id: string }>('id');
}
