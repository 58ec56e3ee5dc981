import { STUDIO_URL } from '$app/env/private';
import { error } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const [article, editable] = await Promise.all([
		articles.bySlug(params.slug, locals.access),
		STUDIO_URL !== null && locals.can('update', 'articles')
	]);
	if (!article) error(404, 'There is no article at this address.');
	return { ...article, editable, more: await articles.after(article.article) };
};
