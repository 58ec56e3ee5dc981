import { teaser, type Teaser } from '@portico/contract/answers.ts';
import { AUDIENCES } from '@portico/contract/audience.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { languageOf } from '@portico/contract/languages.ts';
import { visible } from '@portico/contract/visible.ts';
import * as v from 'valibot';
import type { ArticleCard } from '#lib/content/article.ts';
import type { Asker } from '../directus/asker.ts';
import { client, readItems } from '../directus/client.ts';
import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import { canonicalTag } from '../language/tag.ts';
import { log } from '../operations/log.ts';
import type { Access } from '../session/access.ts';
import { cached, cachedFor } from './content-cache.ts';
import * as site from './site.ts';
import { isSlug } from './slug.ts';
import { readText } from './text.ts';

const PAGE_SIZE = 12;
/** How many articles follow at the end of another. */
const READ_NEXT = 3;
const WORDS_PER_MINUTE = 220;

/** One that was added in Studio counts as the most restricted. */
const audience = v.fallback(v.picklist(AUDIENCES), 'premium');

export type Article = {
	article: ArticleCard;
	/** The cleaned text, or null where this person may not read it. */
	html: string | null;
	/** Reading requires signing in, or a premium membership; null where the visitor has access. */
	wall: 'sign-in' | 'premium' | null;
};

export type ArticlePage = { articles: ArticleCard[]; page: number; pages: number };

/**
 * The published articles of all audiences, newest first; `page` counts from 1. Null where there is no such page: nothing is
 * read for it, so that it takes no place in the cache.
 *
 * @throws {DirectusFailure}
 */
export async function list(page: number, category?: string): Promise<ArticlePage | null> {
	const at = (offset: number) => teasers({ limit: PAGE_SIZE, offset, category });
	const first = await at(0);
	const pages = Math.max(1, Math.ceil(first.total / PAGE_SIZE));
	if (page > pages) return null;
	const { articles } = page === 1 ? first : await at((page - 1) * PAGE_SIZE);
	return { articles, page, pages };
}

/**
 * Articles to read next: the newest of the same category, and of all categories where these are too few.
 *
 * @throws {DirectusFailure}
 */
export async function readNext({ slug, category }: ArticleCard): Promise<ArticleCard[]> {
	const newest = async (category?: string) =>
		(await teasers({ limit: READ_NEXT + 1, offset: 0, category })).articles;
	const others = (articles: ArticleCard[], known: ArticleCard[] = []) =>
		articles.filter(
			(other) => other.slug !== slug && !known.some((one) => one.slug === other.slug)
		);
	const related = category ? others(await newest(category.slug)) : [];
	if (related.length >= READ_NEXT) return related.slice(0, READ_NEXT);
	return [...related, ...others(await newest(), related)].slice(0, READ_NEXT);
}

/**
 * The published articles with these ids, in no order; one that is not published is left out. Each member has other ids, so
 * they would only displace shared content in the cache.
 *
 * @param ids at most 100
 * @throws {DirectusFailure}
 */
export async function byIds(ids: number[]): Promise<ArticleCard[]> {
	if (ids.length === 0) return [];
	const query = new URLSearchParams({ ids: ids.join(','), limit: String(ids.length) });
	return (await readTeasers(query)).articles;
}

/** One published article as far as this person may read it, or null where there is none. @throws {DirectusFailure} */
export async function bySlug(slug: string, access: Access): Promise<Article | null> {
	if (!isSlug('articles', slug)) return null;
	const article = await teaserOf(slug);
	if (!article) return null;
	const html = await body(slug, access);
	if (html !== null) return { article, html, wall: null };
	return { article, html, wall: access.kind === 'member' ? 'premium' : 'sign-in' };
}

/** The key of an article that the asker may read, published or not; null if there is none. @throws {DirectusFailure} */
export async function idOf(slug: string, asker: Asker): Promise<number | null> {
	if (!isSlug('articles', slug)) return null;
	try {
		const [article] = await client(asker).request(
			readItems('articles', { filter: { slug: { _eq: slug } }, fields: ['id'], limit: 1 })
		);
		return article?.id ?? null;
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN')) return null;
		throw error;
	}
}

/**
 * The text as Directus shows it to this person: its policies decide, not the audience that the teaser names. A text for
 * everyone can be read by each member too, also with a role that was made in Studio and has no policy for it, and while
 * Directus is unavailable.
 */
async function body(slug: string, access: Access): Promise<string | null> {
	// in an object, so that "they may not read it" is cached as well
	const load = async (asker: Asker) => ({ html: await readBody(slug, asker) });
	const open = await cached('article', slug, load);
	if (open.html !== null || access.kind !== 'member') return open.html;
	return (await cachedFor(access, 'article', slug, load)).html;
}

async function readBody(slug: string, asker: Asker): Promise<string | null> {
	try {
		const [article] = await client(asker).request(
			readItems('articles', {
				filter: { slug: { _eq: slug } },
				fields: ['body', 'language'],
				limit: 1
			})
		);
		if (!article) return null;
		const language = languageOf(article.language) ?? (await site.readLanguage());
		return await readText(article.body ?? '', { asker, language });
	} catch (error) {
		// a role without any permission on articles
		if (isFailure(error, 'FORBIDDEN')) return null;
		throw error;
	}
}

type TeaserQuery = {
	category?: string | undefined;
	limit: number;
	offset: number;
};

type Teasers = { articles: ArticleCard[]; total: number };

function teaserOf(slug: string): Promise<ArticleCard | null> {
	return cached('teasers', `of ${slug}`, async () => {
		const { articles } = await readTeasers(new URLSearchParams({ slug }));
		return articles[0] ?? null;
	});
}

function teasers(query: TeaserQuery): Promise<Teasers> {
	const given = Object.entries(query).filter(([, value]) => value !== undefined);
	const parameters = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
	return cached('teasers', `${parameters}`, () => readTeasers(parameters));
}

async function readTeasers(query: URLSearchParams): Promise<Teasers> {
	const { data, meta } = await call(ENDPOINTS.teasers, { query });
	return { articles: data.flatMap(toCards), total: meta.total };
}

/** A teaser as the site shows it; null for an invalid one, so that the others are still shown. */
function toCards(row: unknown): ArticleCard[] {
	const parsed = v.safeParse(teaser, row);
	if (parsed.success) return [toCard(parsed.output)];
	log.warn({ issues: v.flatten(parsed.issues).nested }, 'article left out');
	return [];
}

function toCard({ id, slug, words, cover, category, ...row }: Teaser): ArticleCard {
	return {
		id,
		slug,
		audience: v.parse(audience, row.audience),
		title: visible(row.title),
		language: canonicalTag(row.language),
		author: visible(row.author),
		category: category && { ...category, name: visible(category.name) ?? category.slug },
		summary: row.summary ?? '',
		publishedAt: row.published_at,
		minutes: Math.max(1, Math.round(words / WORDS_PER_MINUTE)),
		cover: cover && {
			id: cover.id,
			version: cover.version,
			width: cover.width ?? 1600,
			height: cover.height ?? 1000,
			alt: cover.description ?? ''
		}
	};
}
