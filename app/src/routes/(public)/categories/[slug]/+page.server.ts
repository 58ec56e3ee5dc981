import * as m from '@portico/contract/messages.ts';
import { error, redirect } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import * as categories from '#lib/server/content/categories.ts';
import { pageNumber } from '#lib/server/content/page-number.ts';
import * as redirects from '#lib/server/content/redirects.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = pageNumber(url);
	const category = page ? await categories.bySlug(params.slug) : null;
	const found = page && category ? await articles.list(page, category.slug) : null;
	if (category && found) return { category, ...found };
	const moved = category
		? null
		: await redirects.find({ collection: 'categories', slug: params.slug }, url.search);
	if (moved) redirect(301, moved);
	error(404, m.error_noCategory());
};
