import * as m from '@portico/contract/messages.ts';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';
import { OPENED_BY } from '../forms/kept-form.ts';
import { signInKeeping } from '../forms/member-form.ts';
import { isIn, refusal } from '../session/guard.ts';
import { linked, standalonePage } from './standalone-page.ts';

/** Guards every route of `(protected)`, `(guest)` and the gateway; answers in the format that the client requested. */
export const guard: Handle = async ({ event, resolve }) => {
	const { locals, request, route, url } = event;
	const refused = refusal(locals.access, { routeId: route.id, method: request.method, url });
	if (!refused) return resolve(event);
	// a member who comes to (guest) is only led on
	if (locals.access.kind === 'guest') metrics.refusal({ reason: 'signed-out' });
	if (locals.access.kind === 'unknown') metrics.refusal({ reason: 'unavailable' });
	log.info({ route: route.id, method: request.method, as: locals.access.kind }, 'access denied');
	if (isForProgram(event)) {
		const unavailable = refused.kind === 'unavailable';
		const message = unavailable ? m.refusal_unavailable() : m.session_ended();
		return Response.json({ message, id: locals.requestId }, { status: unavailable ? 503 : 401 });
	}
	if (refused.kind === 'unavailable') return unavailable(event);
	const keeping = (await isMembersForm(event)) ? signInKeeping(url) : null;
	if (keeping) return new Response(null, { status: 307, headers: { location: keeping } });
	return redirectTo(event, refused.location);
};

/** Whether a person sent a form whose page was made for a member: the session has ended since. */
async function isMembersForm(event: RequestEvent): Promise<boolean> {
	const { request, locals } = event;
	if (request.method !== 'POST' || locals.access.kind !== 'guest') return false;
	if (wantsActionResult(event)) return false;
	// a body that is no form, or too large for the server, has no fields to keep
	const form = await request.formData().catch(() => null);
	return form?.has(OPENED_BY) ?? false;
}

/**
 * 303, so that a POST arrives as a GET (RFC 9110, 15.4.4). Kit's router reads JSON; Kit would make that of a 303 by
 * itself, but loses the cookies of a session that was just refreshed.
 */
function redirectTo(event: RequestEvent, location: string): Response {
	if (event.isDataRequest || wantsActionResult(event))
		return Response.json({ type: 'redirect', status: 303, location });
	return new Response(null, { status: 303, headers: { location } });
}

function unavailable(event: RequestEvent): Response {
	const error = {
		status: 503,
		message: m.refusal_unavailable(),
		id: event.locals.requestId
	};
	if (wantsActionResult(event)) return Response.json({ type: 'error', error }, { status: 503 });
	if (event.isDataRequest) return Response.json(error, { status: 503 });
	return standalonePage({
		status: 503,
		title: m.error_heading429(),
		body: `<h1>${m.error_heading429()}</h1>
<p>${error.message} ${linked(m.refusal_unavailableWayOut(), { again: '', front: '/' })}</p>
<p><small>${m.refusal_reference({ id: error.id })}</small></p>`
	});
}

/** Whether a program asks for a service: a page to sign in at is no answer to it. */
function isForProgram({ request: { headers }, route }: RequestEvent): boolean {
	return isIn('gateway', route.id) && headers.get('sec-fetch-mode') !== 'navigate';
}

/** Whether a form was sent by a script, which reads JSON (Kit's `use:enhance`). */
function wantsActionResult({ request }: RequestEvent): boolean {
	return (
		request.method === 'POST' &&
		(request.headers.get('accept') ?? '').startsWith('application/json')
	);
}
