import * as m from '@portico/contract/messages.ts';
import { error, redirect } from '@sveltejs/kit';
import * as pages from '#lib/server/content/pages.ts';
import * as redirects from '#lib/server/content/redirects.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await pages.byPath(params.path);
	if (page) return { page };
	const moved = await redirects.find({ collection: 'pages', slug: params.path }, url.search);
	if (moved) redirect(301, moved);
	error(404, m.error_noPage());
};
