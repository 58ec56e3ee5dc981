import * as m from '@portico/contract/messages.ts';
import { error } from '@sveltejs/kit';
import * as members from '#lib/server/account/members.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import type { PageServerLoad } from './$types';

/** A page to read: no framework starts for it. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const shared = await members.byUsername(params.username, requireUser());
	if (!shared) error(404, m.profile_noMember());
	return { ...shared, username: shared.profile['username'] ?? params.username };
};
