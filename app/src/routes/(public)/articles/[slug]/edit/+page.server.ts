import { STUDIO_URL } from '$app/env/private';
import { error, redirect } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import { accessTokenOf } from '#lib/server/session/access.ts';
import { requirePermission } from '#lib/server/session/guard.ts';
import type { PageServerLoad } from './$types';

/** Leads to the article in Studio, where people sign in by themselves. */
export const load: PageServerLoad = async ({ locals, params }) => {
	if (!STUDIO_URL) error(404, 'There is no Studio to go to.');
	await requirePermission('update', 'articles');
	const id = await articles.idOf(params.slug, accessTokenOf(locals.access));
	if (id === null) error(404, 'There is no article at this address.');
	const item = new URL(`${STUDIO_URL}/admin/content/articles/${id}`);
	redirect(303, item, { external: [item.origin] });
};
