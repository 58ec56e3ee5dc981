import { call } from '#lib/server/directus/transport.ts';
import { log } from '#lib/server/log.ts';
import type { RequestHandler } from './$types';

const TIMEOUT_SECONDS = 3;

/** The site can serve: Directus answers, and its database answers it. */
export const GET: RequestHandler = async ({ locals }) => {
	try {
		await call('/portico/ready', { timeoutSeconds: TIMEOUT_SECONDS });
		return Response.json({ status: 'ready' });
	} catch (error) {
		log.warn({ requestId: locals.requestId, err: error }, 'not ready');
		return Response.json({ status: 'unavailable', directus: 'no answer' }, { status: 503 });
	}
};
