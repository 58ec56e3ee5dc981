import type { HookConfig } from '@directus/extensions';
import type { Application, RequestHandler } from 'express';

/**
 * Adds the site's page to registrations that name none for their email. Directus' own link counts as soon as it
 * is fetched, and keeps the password that was given at registration: anyone could register with the
 * address of another person and be let in by that person's click, or by their mail scanner.
 */
export const registrationLink: HookConfig = ({ init }, { env }) => {
	const page = firstOf(env['USER_REGISTER_URL_ALLOW_LIST']);
	if (page === null) return;

	const addPage: RequestHandler = (request, _response, next) => {
		request.body = withPage(request.body, page);
		next();
	};
	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).post('/users/register', addPage);
	});
};

/** A registration with a page for its email: its own, which Directus compares with the list, or this one. */
export function withPage(registration: unknown, page: string): unknown {
	if (typeof registration !== 'object' || registration === null) return registration;
	if (Array.isArray(registration)) return registration;
	const { verification_url, ...rest } = registration as Record<string, unknown>;
	return { ...rest, verification_url: verification_url || page };
}

/** The valid URLs of a list. */
export function listedUrls(list: unknown): URL[] {
	return listed(list).flatMap((one) => URL.parse(String(one).trim()) ?? []);
}

/** The first of a list. */
export function firstOf(list: unknown): string | null {
	const [first] = listed(list);
	return typeof first === 'string' && first.trim() !== '' ? first.trim() : null;
}

/** Directus has made it of a text with commas. */
function listed(list: unknown): unknown[] {
	if (Array.isArray(list)) return list;
	return typeof list === 'string' ? list.split(',') : [];
}
