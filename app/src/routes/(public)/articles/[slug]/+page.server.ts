import { STUDIO_URL } from '$app/env/private';
import { error, redirect } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import * as redirects from '#lib/server/content/redirects.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [article, editable] = await Promise.all([
		articles.bySlug(params.slug, locals.access),
		STUDIO_URL !== null && locals.can('update', 'articles')
	]);
	if (article) return { ...article, editable, more: await articles.after(article.article) };
	const moved = await redirects.find({ collection: 'articles', slug: params.slug }, url.search);
	if (moved) redirect(301, moved);
	error(404, 'There is no article at this address.');
};
