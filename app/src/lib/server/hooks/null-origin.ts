import * as m from '@portico/contract/messages.ts';
import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '../operations/log.ts';
import { linked, standalonePage } from './standalone-page.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses forms from a page without an origin: a sandbox, a file, or a page whose referrer the browser withholds. Kit
 * itself refuses every other origin with a line of text (vite.config.ts excludes this one); here a person may have sent a
 * form of ours, and gets an explanation.
 */
export const nullOrigin: Handle = ({ event, resolve }) => {
	const { locals, request, route } = event;
	if (SAFE_METHODS.includes(request.method) || request.headers.get('origin') !== 'null') {
		return resolve(event);
	}
	log.info({ route: route.id, method: request.method }, 'refused: no origin');
	const message = m.refusal_noOrigin();
	if ((request.headers.get('accept') ?? '').startsWith('application/json')) {
		return Response.json({ message, id: locals.requestId }, { status: 403 });
	}
	return standalonePage({
		status: 403,
		title: m.error_heading403(),
		body: `<h1>${m.error_heading403()}</h1>
<p>${m.refusal_noOriginText()}</p>
<p>${linked(m.refusal_noOriginWayOut(), { front: '/' })}</p>
<p><small>${m.refusal_reference({ id: locals.requestId })}</small></p>`
	});
};
