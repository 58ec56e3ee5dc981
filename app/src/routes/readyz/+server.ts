import { call } from '#lib/server/directus/transport.ts';
import { log } from '#lib/server/log.ts';
import { ask, redis } from '#lib/server/redis/redis.ts';
import type { RequestHandler } from './$types';

const TIMEOUT_SECONDS = 3;

/** The site can serve: Directus answers, and its database answers it. Without Redis it can, too; the answer tells. */
export const GET: RequestHandler = async ({ locals }) => {
	const shared = redis && { redis: (await ask((redis) => redis.ping())) ? 'ready' : 'no answer' };
	try {
		await call('/portico/ready', { timeoutSeconds: TIMEOUT_SECONDS });
		return Response.json({ status: 'ready', ...shared });
	} catch (error) {
		log.warn({ requestId: locals.requestId, err: error }, 'not ready');
		return Response.json(
			{ status: 'unavailable', directus: 'no answer', ...shared },
			{ status: 503 }
		);
	}
};
