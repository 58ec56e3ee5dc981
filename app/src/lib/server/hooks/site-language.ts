import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import * as site from '../content/site.ts';
import { isFailure } from '../directus/failure.ts';
import { isIn } from '../session/guard.ts';

const PAGES = ['(public)', '(guest)', '(protected)'];

/** Reads the site's own language for a page whose visitor asks for none of ours. */
export const siteLanguage: Handle = async ({ event, resolve }) => {
	if (isUndecided(event) && showsPage(event)) event.locals.siteLanguage = await ownLanguage();
	return resolve(event);
};

/** Signing out shows no page, and does without Directus. */
function showsPage({ request, route }: RequestEvent): boolean {
	if (isIn('logout', route.id)) return request.method === 'GET';
	return PAGES.some((group) => isIn(group, route.id));
}

function isUndecided({ locals: { access, preferredLanguage } }: RequestEvent): boolean {
	const isSet = access.kind === 'member' && access.user.language !== null;
	return !isSet && preferredLanguage === null;
}

/** Null while Directus is unavailable. */
async function ownLanguage() {
	try {
		return await site.readLanguage();
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
		return null;
	}
}
