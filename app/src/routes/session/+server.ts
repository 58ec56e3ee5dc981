import * as m from '@portico/contract/messages.ts';
import { nameOf } from '#lib/server/session/access.ts';
import type { RequestHandler } from './$types';

/** Who is signed in, with words about it, for a page that may be older than the session (static/session-sync.js). */
export const GET: RequestHandler = ({ locals: { access }, setHeaders }) => {
	if (access.kind === 'unknown') return new Response(null, { status: 503 });
	setHeaders({ 'cache-control': 'private, no-store' });
	return Response.json(
		access.kind === 'member'
			? { member: access.user.id, message: m.session_another({ name: nameOf(access.user) }) }
			: { message: m.session_ended() }
	);
};
