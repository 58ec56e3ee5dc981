import { PORTICO_EVENTS_SECRET } from '$app/env/private';
import { receive, type Outcome } from '#lib/server/events/incoming.ts';
import * as replicas from '#lib/server/events/replicas.ts';
import { log } from '#lib/server/operations/log.ts';
import type { RequestHandler } from './$types';

const STATUS: Record<Outcome, number> = {
	accepted: 204,
	forged: 401,
	repeated: 409,
	unreadable: 400
};

/** Receives the webhooks of Directus about changes there: signed, and each accepted once. */
export const POST: RequestHandler = async ({ request, locals }) => {
	if (!PORTICO_EVENTS_SECRET) return new Response(null, { status: 404 });

	const body = new Uint8Array(await request.arrayBuffer());
	const message = { headers: request.headers, body };
	const outcome = receive(message, PORTICO_EVENTS_SECRET, Date.now() / 1000);
	if (outcome === 'accepted') replicas.publish(message);
	// a retry by a proxy or by Directus, or a message that came through another replica first: expected
	else if (outcome !== 'repeated') {
		log.warn({ requestId: locals.requestId, outcome }, 'event rejected');
	}
	return new Response(null, { status: STATUS[outcome] });
};
