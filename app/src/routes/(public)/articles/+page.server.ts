import * as m from '@portico/contract/messages.ts';
import { error } from '@sveltejs/kit';
import * as articles from '#lib/server/content/articles.ts';
import { pageNumber } from '#lib/server/content/page-number.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
	const page = pageNumber(url);
	const found = page ? await articles.list(page) : null;
	if (!found) error(404, m.error_noList());
	return found;
};
