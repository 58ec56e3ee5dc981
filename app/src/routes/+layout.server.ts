import { BASE_LANGUAGE } from '@portico/contract/languages.ts';
import * as m from '@portico/contract/messages.ts';
import { isFailure } from '#lib/server/directus/failure.ts';
import * as site from '#lib/server/content/site.ts';
import { log } from '#lib/server/operations/log.ts';
import * as notice from '#lib/server/forms/notice.ts';
import type { User } from '#lib/server/session/access.ts';
import {
	linkToSelf,
	pathOfPage,
	returnPathTo,
	withReturnPath
} from '#lib/server/session/return-path.ts';
import { visible } from '@portico/contract/visible.ts';
import type { LayoutServerLoad } from './$types';

// Reads the whole URL, and so runs again at every navigation: a sign-out in another tab shows here
export const load: LayoutServerLoad = async ({ cookies, locals, url }) => {
	const { href } = url;
	const { access } = locals;
	// members see no link to the sign-in page
	const back = access.kind === 'member' ? null : returnPathTo(new URL(href));
	const framing = await frame(locals.requestId);
	return {
		site: framing.site,
		navigation: framing.navigation,
		member: access.kind === 'member' ? shown(access.user) : null,
		directusAway: access.kind === 'unknown',
		memberHref: locals.sessionWithheld ? linkToSelf(url) : null,
		notice: notice.take(cookies),
		here: pathOfPage(url),
		signInHref: withReturnPath('/signin', back),
		signUpHref: withReturnPath('/signup', back)
	};
};

/** Falls back to defaults while Directus is unavailable, so that an error page has header and footer too. */
async function frame(requestId: string): Promise<site.Site> {
	try {
		return await site.read();
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
		log.warn({ requestId, err: error }, 'layout rendered with defaults');
		return {
			site: {
				name: 'Portico',
				tagline: '',
				description: '',
				footer: '',
				timeZone: 'UTC',
				language: BASE_LANGUAGE
			},
			navigation: { header: [], footer: [] },
			premium: { text: null, href: null, label: null },
			terms: null
		};
	}
}

/** The fields of a member that pages show to that member. */
function shown({ id, email, first_name, last_name, role, language }: User) {
	const name = visible(first_name) ?? visible(last_name) ?? visible(email) ?? m.frame_yourProfile();
	return { id, name, email, first_name, last_name, role: role?.name ?? null, language };
}
