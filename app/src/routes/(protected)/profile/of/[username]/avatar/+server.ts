import * as m from '@portico/contract/messages.ts';
import { error } from '@sveltejs/kit';
import * as avatar from '#lib/server/account/avatar.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import type { RequestHandler } from './$types';

/** The avatar of another member, for all members. */
export const GET: RequestHandler = async ({ params }) =>
	(await avatar.read(requireUser(), params.username)) ?? error(404, m.error_noFile());
