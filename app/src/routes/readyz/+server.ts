import { DirectusFailure, isFailure } from '#lib/server/directus/failure.ts';
import { call } from '#lib/server/directus/transport.ts';
import { log } from '#lib/server/operations/log.ts';
import { queryRedis, redis } from '#lib/server/redis/connection.ts';
import { anyAnswer } from '@portico/contract/answers.ts';
import type { RequestHandler } from './$types';

const TIMEOUT_SECONDS = 3;

/** Readiness: Directus and its database respond. The site is ready without Redis too; the body reports it. */
export const GET: RequestHandler = async ({ locals }) => {
	const shared = redis && {
		redis: (await queryRedis((redis) => redis.ping())) ? 'ready' : 'no answer'
	};
	try {
		await call('/portico/ready', anyAnswer, { timeoutSeconds: TIMEOUT_SECONDS });
		return Response.json({ status: 'ready', ...shared });
	} catch (error) {
		log.warn({ requestId: locals.requestId, err: error }, 'not ready');
		return Response.json(
			{ status: 'unavailable', directus: stateOf(error), ...shared },
			{ status: 503 }
		);
	}
};

/** For operators, in words. */
function stateOf(error: unknown): string {
	if (isFailure(error, 'SETUP_OPEN')) return 'has no administrator yet';
	if (error instanceof DirectusFailure && error.status === 403)
		return 'does not take the proof of the app';
	if (error instanceof DirectusFailure && error.status === 404) return 'has no Portico extension';
	return 'no answer';
}
