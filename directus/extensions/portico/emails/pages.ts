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
