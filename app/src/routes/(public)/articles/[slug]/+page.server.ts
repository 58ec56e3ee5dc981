import { error } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const article = await articles.bySlug(params.slug, locals.access);
	if (!article) error(404, 'There is no article at this address.');
	return article;
};
