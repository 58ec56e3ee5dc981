import * as articles from '#lib/server/content/articles.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
	const [lead, ...rest] = (await articles.list(1))?.articles ?? [];
	return { lead: lead ?? null, articles: rest };
};
