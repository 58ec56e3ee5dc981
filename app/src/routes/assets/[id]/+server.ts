import * as m from '@portico/contract/messages.ts';
import { error } from '@sveltejs/kit';
import * as assets from '#lib/server/content/assets.ts';
import { ANY_GUEST } from '#lib/server/directus/asker.ts';
import { guest } from '#lib/server/session/permissions.ts';
import type { RequestHandler } from './$types';

/** A public file is immutable at the URL of its version; otherwise caches revalidate it each time. */
const VERSION_CACHING = 'public, max-age=31536000, immutable';
const PUBLIC_CACHING = 'public, no-cache';

export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const requested = { url, headers: request.headers };
	const open = await assets.read(params.id, { ...requested, asker: ANY_GUEST });
	if (open) return served(open, isVersion(open, url) ? VERSION_CACHING : PUBLIC_CACHING);

	const { access } = locals;
	const asker = access.kind === 'member' ? access.asker : await guest();
	const own = asker === ANY_GUEST ? null : await assets.read(params.id, { ...requested, asker });
	if (!own) error(404, m.error_noFile());
	return served(own, 'private, no-store');
};

/**
 * Whether the address names the version of the file that this is: a page may be older than the file, or made up. Directus
 * reports the time of a change in seconds; two files of the same second have different URLs.
 */
function isVersion(file: Response, url: URL): boolean {
	const [, second] =
		/^(\d+)(?:\.\d{3})?(?:-\d{1,15})?$/.exec(url.searchParams.get('v') ?? '') ?? [];
	return second !== undefined && file.headers.get('etag') === `"${second}"`;
}

/** A file is looked at, never run: an uploaded page or drawing gets no rights of this site. */
function served(file: Response, caching: string): Response {
	if (file.status < 400) file.headers.set('cache-control', caching);
	file.headers.set('content-security-policy', assets.FILE_POLICY);
	return file;
}
