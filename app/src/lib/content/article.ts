import type { Audience } from '@portico/contract/audience.ts';
import type { Picture } from './picture.ts';

/** An article as lists and headlines show it: the fields that everyone may see, also of articles for members. */
export type ArticleCard = {
	id: number;
	slug: string;
	/** Null where nothing of it can be seen. */
	title: string | null;
	/** Of its words. */
	language: string | null;
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
