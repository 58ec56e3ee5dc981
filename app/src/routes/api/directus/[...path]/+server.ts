import { passOn } from '#lib/server/api/proxy.ts';
import type { RequestHandler } from './$types';

/** Every method, SEARCH too, which has no name of its own in SvelteKit. */
export const fallback: RequestHandler = ({ request, url, params: { path }, locals: { access } }) =>
	passOn({ request, url, path, access });
