import { error } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import * as categories from '#lib/server/content/categories.ts';
import { pageNumber } from '#lib/server/content/page-number.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = pageNumber(url);
	const category = page ? await categories.bySlug(params.slug) : null;
	const found = page && category ? await articles.list(page, category.slug) : null;
	if (!category || !found || found.page > found.pages) error(404, 'There is no such category.');
	return { category, ...found };
};
