import { error } from '@sveltejs/kit';
import * as assets from '#lib/server/content/assets.ts';
import { ANY_GUEST } from '#lib/server/directus/asker.ts';
import { guest } from '#lib/server/session/permissions.ts';
import type { RequestHandler } from './$types';

/** What the public may see is the same for all, so caches may keep it for a while. */
const PUBLIC_CACHING = 'public, max-age=300, stale-while-revalidate=86400';

export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const asked = { url, headers: request.headers };
	const open = await assets.read(params.id, { ...asked, asker: ANY_GUEST });
	if (open) return served(open, PUBLIC_CACHING);

	const { access } = locals;
	const asker = access.kind === 'member' ? access.asker : await guest();
	const own = asker === ANY_GUEST ? null : await assets.read(params.id, { ...asked, asker });
	if (!own) error(404, 'There is no file at this address.');
	return served(own, 'private, no-store');
};

/** A file is looked at, never run: an uploaded page or drawing gets no rights of this site. */
function served(file: Response, caching: string): Response {
	if (file.status < 400) file.headers.set('cache-control', caching);
	file.headers.set(
		'content-security-policy',
		"default-src 'none'; style-src 'unsafe-inline'; sandbox"
	);
	return file;
}
