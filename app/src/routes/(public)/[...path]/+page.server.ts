import { error } from '@sveltejs/kit';
import * as pages from '#lib/server/content/pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await pages.byPath(params.path);
	if (!page) error(404, 'There is no page at this address.');
	return { page };
};
