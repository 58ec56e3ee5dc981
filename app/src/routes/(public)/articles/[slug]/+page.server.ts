import { STUDIO_URL } from '$app/env/private';
import * as m from '@portico/contract/messages.ts';
import { error, redirect } from '@sveltejs/kit';
import * as readingList from '#lib/server/account/reading-list.ts';
import * as articles from '#lib/server/content/articles.ts';
import * as redirects from '#lib/server/content/redirects.ts';
import * as site from '#lib/server/content/site.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { access } = locals;
	const mayEnterStudio = STUDIO_URL !== null && access.kind === 'member' && access.user.studio;
	const [article, editable, listed] = await Promise.all([
		articles.bySlug(params.slug, access),
		mayEnterStudio && locals.can('update', 'articles'),
		access.kind === 'member' ? readingList.articlesOf(access) : null
	]);
	if (!article) {
		const moved = await redirects.find({ collection: 'articles', slug: params.slug }, url.search);
		if (moved) redirect(301, moved);
		error(404, m.error_noArticle());
	}
	const premium = article.wall === 'premium' ? (await site.read()).premium : null;
	const more = await articles.readNext(article.article);
	// null for a guest, and where it is not known
	const isListed = listed?.has(article.article.id) ?? null;
	return { ...article, editable, premium, more, isListed };
};
