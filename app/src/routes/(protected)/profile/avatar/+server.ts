import * as m from '@portico/contract/messages.ts';
import { error } from '@sveltejs/kit';
import * as avatar from '#lib/server/account/avatar.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import type { RequestHandler } from './$types';

/** The avatar of the member who asks. */
export const GET: RequestHandler = async () =>
	(await avatar.read(requireUser())) ?? error(404, m.error_noFile());
