import { isFailure } from '#lib/server/directus/failure.ts';
import * as site from '#lib/server/content/site.ts';
import { log } from '#lib/server/operations/log.ts';
import * as notice from '#lib/server/forms/notice.ts';
import type { User } from '#lib/server/session/access.ts';
import { linkToSelf, returnPathTo, withReturnPath } from '#lib/server/session/return-path.ts';
import { visible } from '#lib/server/content/visible.ts';
import type { LayoutServerLoad } from './$types';

// Reads the whole address, and so runs again at every navigation: who signed out in another tab sees it here
export const load: LayoutServerLoad = async ({ cookies, locals, url }) => {
	const { href } = url;
	const { access } = locals;
	// a member is asked nowhere to sign in
	const back = access.kind === 'member' ? null : returnPathTo(new URL(href));
	const framing = await frame(locals.requestId);
	return {
		site: framing.site,
		navigation: framing.navigation,
		member: access.kind === 'member' ? shown(access.user) : null,
		directusAway: access.kind === 'unknown',
		memberHref: locals.sessionWithheld ? linkToSelf(url) : null,
		notice: notice.take(cookies),
		signInHref: withReturnPath('/signin', back),
		signUpHref: withReturnPath('/signup', back)
	};
};

/** An error page wants its frame too, when nothing can be had from Directus. */
async function frame(requestId: string): Promise<site.Site> {
	try {
		return await site.read();
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
		log.warn({ requestId, err: error }, 'page framed without Directus');
		return {
			site: { name: 'Portico', tagline: '', description: '', footer: '', timeZone: 'UTC' },
			navigation: { header: [], footer: [] },
			premium: { text: null, href: null, label: null },
			terms: null
		};
	}
}

/** What pages may show of a person to that person. */
function shown({ id, email, firstName, lastName, role }: User) {
	const name = visible(firstName) ?? visible(lastName) ?? visible(email) ?? 'Your profile';
	return { id, name, email, firstName, lastName, role: role?.name ?? null };
}
