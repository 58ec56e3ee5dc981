import { BASE_LANGUAGE, type Language } from '@portico/contract/languages.ts';
import type { Handle } from '@sveltejs/kit/hooks';
import * as site from '../content/site.ts';
import * as languageCookie from '../language/cookie.ts';
import { acceptedLanguage } from '../language/negotiation.ts';

/** Finds the language that the browser asks for, and says what the answer depends on. */
export const language: Handle = async ({ event, resolve }) => {
	const { cookies, locals, request } = event;
	locals.preferredLanguage =
		languageCookie.read(cookies) ?? acceptedLanguage(request.headers.get('accept-language'));
	locals.siteLanguage = null;
	const response = await resolve(event);
	const type = response.headers.get('content-type') ?? '';
	if (event.isDataRequest || type.startsWith('text/html'))
		response.headers.append('vary', 'accept-language, cookie');
	return response;
};

/**
 * The language of the answer to a request: the member's setting, the choice of this browser, Accept-Language, the site's
 * own. The member is known later than the browser's choice. An answer that is no page, or comes before the site's language
 * was read, takes it from the last copy.
 */
export function languageOf({ access, preferredLanguage, siteLanguage }: App.Locals): Language {
	const own = access.kind === 'member' ? access.user.language : null;
	return own ?? preferredLanguage ?? siteLanguage ?? site.lastLanguage() ?? BASE_LANGUAGE;
}
