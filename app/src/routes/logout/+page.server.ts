import { redirect } from '@sveltejs/kit';
import { log } from '#lib/server/operations/log.ts';
import * as notice from '#lib/server/forms/notice.ts';
import * as sessionCookies from '#lib/server/session/cookies.ts';
import * as session from '#lib/server/session/lifecycle.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ cookies, locals }) => {
		await session.end(sessionCookies.read(cookies)).catch((error: unknown) => {
			// the browser is signed out all the same; the session at Directus runs out by itself
			log.warn({ requestId: locals.requestId, err: error }, 'session not ended at Directus');
		});
		sessionCookies.clear(cookies);
		notice.leave(cookies, 'signed-out');
		redirect(303, '/');
	}
};
