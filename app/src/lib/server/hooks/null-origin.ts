import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '../operations/log.ts';
import { standalonePage } from './standalone-page.ts';

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
	const message = 'This form came from a page without an address.';
	if ((request.headers.get('accept') ?? '').startsWith('application/json')) {
		return Response.json({ message, id: locals.requestId }, { status: 403 });
	}
	return standalonePage({
		status: 403,
		title: 'This door is closed',
		body: `<h1>This door is closed</h1>
<p>Your browser did not say that the form came from this site, so nothing was done with it. That happens in frames and
in saved pages, and where a browser is told to keep to itself where people come from.</p>
<p>Open <a href="/">the front page</a> by its address, and try again from there. What you typed is still on the page before
this one: go back to copy it.</p>
<p><small>Reference: ${locals.requestId}</small></p>`
	});
};
