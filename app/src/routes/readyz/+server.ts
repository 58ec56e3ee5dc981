import { DirectusFailure, isFailure } from '#lib/server/directus/failure.ts';
import { call } from '#lib/server/directus/transport.ts';
import { log } from '#lib/server/operations/log.ts';
import { queryRedis, redis } from '#lib/server/redis/connection.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import type { Readiness } from '@portico/contract/readiness.ts';
import type { RequestHandler } from './$types';

const TIMEOUT_SECONDS = 3;

/** Readiness: Directus and its database respond. The site is ready without Redis too; the body reports it. */
export const GET: RequestHandler = async ({ locals }) => {
	const shared =
		redis &&
		({ redis: (await queryRedis((redis) => redis.ping())) ? 'ready' : 'no answer' } as const);
	try {
		await call(ENDPOINTS.ready, { timeoutSeconds: TIMEOUT_SECONDS });
		return json({ status: 'ready', ...shared });
	} catch (error) {
		log.warn({ requestId: locals.requestId, err: error }, 'not ready');
		return json({ status: 'unavailable', directus: stateOf(error), ...shared }, 503);
	}
};

function json(body: Readiness, status = 200): Response {
	return Response.json(body, { status });
}

/** For operators, in words. */
function stateOf(error: unknown): string {
	if (isFailure(error, 'SETUP_OPEN')) return 'has no administrator yet';
	if (error instanceof DirectusFailure && error.status === 403)
		return 'does not take the proof of the app';
	if (error instanceof DirectusFailure && error.status === 404) return 'has no Portico extension';
	return 'no answer';
}
