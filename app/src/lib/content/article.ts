import type { Picture } from './picture.ts';

/** Who may read an article whole. */
export type Audience = 'public' | 'members' | 'premium';

/** An article as lists and headlines show it: what everybody may know of it, also of articles for members. */
export type ArticleCard = {
	id: number;
	slug: string;
	title: string;
	summary: string;
	author: string | null;
	audience: Audience;
	/** ISO 8601 */
	publishedAt: string;
	/** Minutes that reading it takes. */
	minutes: number;
	cover: Picture | null;
	category: { slug: string; name: string } | null;
};
