import { BASE_LANGUAGE, type Language } from '@portico/contract/languages.ts';
import type { Handle } from '@sveltejs/kit/hooks';
import * as site from '../content/site.ts';
import * as languageCookie from '../language/cookie.ts';
import { acceptedLanguage } from '../language/negotiation.ts';

/**
 * Decides the language of the answer: the member's setting, the choice of this browser, Accept-Language, the site's own.
 * Each is looked up when it is asked for: the member is known later, and few requests need the site's. An answer that is no
 * page, or comes before its handle, takes it from the last copy.
 */
export const language: Handle = async ({ event, resolve }) => {
	const { cookies, locals, request } = event;
	let found: Language | null | undefined;
	const preferred = () => {
		// every message asks
		if (found === undefined)
			found =
				languageCookie.read(cookies) ?? acceptedLanguage(request.headers.get('accept-language'));
		return found;
	};
	Object.defineProperties(locals, {
		preferredLanguage: { get: preferred },
		language: {
			get: () => {
				const { access, siteLanguage } = locals;
				const own = access.kind === 'member' ? access.user.language : null;
				return own ?? preferred() ?? siteLanguage ?? site.lastLanguage() ?? BASE_LANGUAGE;
			}
		}
	});
	locals.siteLanguage = null;
	const response = await resolve(event);
	const type = response.headers.get('content-type') ?? '';
	if (event.isDataRequest || type.startsWith('text/html'))
		response.headers.append('vary', 'accept-language, cookie');
	return response;
};
