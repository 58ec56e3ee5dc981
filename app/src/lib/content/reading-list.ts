import type { ArticleCard } from './article.ts';

/** An article in a member's reading list. */
export type ListedArticle = {
	id: number;
	read: boolean;
	/** Counted from 1, in the whole list. */
	place: number;
	/** The places of the articles that are shown before and after it; null where there is none. */
	up: number | null;
	down: number | null;
	articleId: number;
	/** Null where it is not published any more. */
	article: ArticleCard | null;
};
