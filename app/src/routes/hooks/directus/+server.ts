import { PORTICO_EVENTS_SECRET } from '$app/env/private';
import { hear, type Outcome } from '#lib/server/events/events.ts';
import * as replicas from '#lib/server/events/replicas.ts';
import { log } from '#lib/server/log.ts';
import type { RequestHandler } from './$types';

const STATUS: Record<Outcome, number> = { heard: 204, forged: 401, repeated: 409, unreadable: 400 };

/** Directus tells here what changed in it. Nobody else can: what it says is signed, and said once. */
export const POST: RequestHandler = async ({ request, locals }) => {
	if (!PORTICO_EVENTS_SECRET) return new Response(null, { status: 404 });

	const body = new Uint8Array(await request.arrayBuffer());
	const message = { headers: request.headers, body };
	const outcome = hear(message, PORTICO_EVENTS_SECRET, Date.now() / 1000);
	if (outcome === 'heard') replicas.tell(message);
	// said again by a proxy, by Directus or, before, by another process: no cause for alarm
	else if (outcome !== 'repeated') {
		log.warn({ requestId: locals.requestId, outcome }, 'event not heard');
	}
	return new Response(null, { status: STATUS[outcome] });
};
