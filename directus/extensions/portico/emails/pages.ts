import { decodeMailedPath, encodeMailedPath, MAILED_PATH } from '@portico/contract/mailed-path.ts';
import { listedUrls } from '../registration-link.ts';

/** Where emails lead, at the address of the site as it is configured: no header and no field of a request changes it. */
export interface Pages {
	origin: string;
	reset: string;
	verification: string;
	invitation: string;
	signIn: string;
	forgotPassword: string;
}

/** The pages of the site that Directus may link to; null where it was told of none. */
export function pagesOf(env: Record<string, unknown>): Pages | null {
	const [page] = listedUrls(env['USER_REGISTER_URL_ALLOW_LIST']);
	if (!page) return null;
	const { origin } = page;
	return {
		origin,
		reset: `${origin}/reset-password`,
		verification: `${origin}/verify-email`,
		invitation: `${origin}/accept-invite`,
		signIn: `${origin}/signin`,
		forgotPassword: `${origin}/forgot-password`
	};
}

/** A page with the way back that another link carries, as no words that can be read; the site judges it. */
export function withWayBack(page: string, link: URL | null): URL {
	const url = new URL(page);
	const mailed = decodeMailedPath(link?.searchParams.get(MAILED_PATH));
	const encoded = encodeMailedPath(link?.searchParams.get('redirectedFrom') ?? mailed);
	if (encoded !== null) url.searchParams.set(MAILED_PATH, encoded);
	return url;
}
