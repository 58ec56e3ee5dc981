import { STUDIO_URL } from '$app/env/private';
import * as m from '@portico/contract/messages.ts';
import { error, redirect } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import * as redirects from '#lib/server/content/redirects.ts';
import { requirePermission } from '#lib/server/session/guard.ts';
import { guest } from '#lib/server/session/permissions.ts';
import type { PageServerLoad } from './$types';

/** Leads to the article in Studio, where people sign in by themselves. */
export const load: PageServerLoad = async ({ locals, params }) => {
	if (!STUDIO_URL) error(404, m.error_noStudio());
	await requirePermission('update', 'articles');
	const { access } = locals;
	const asker = access.kind === 'member' ? access.asker : await guest();
	const id = await articles.idOf(params.slug, asker);
	if (id === null) {
		const moved = await redirects.find({ collection: 'articles', slug: params.slug }, '');
		if (moved?.startsWith('/articles/')) redirect(303, `${moved}/edit`);
		error(404, m.error_noArticle());
	}
	const item = new URL(`${STUDIO_URL}/admin/content/articles/${id}`);
	redirect(303, item, { external: [item.origin] });
};
