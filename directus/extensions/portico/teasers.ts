import { InvalidQueryError } from '@directus/errors';
import type { Teaser } from '@portico/contract/answers.ts';
import type { Router } from 'express';
import { covers } from '../../access/folders.ts';
import { PICTURE_TYPES } from '@portico/contract/pictures.ts';
import { isDrawable } from './covers.ts';
import { endpoint, type Context } from './endpoint.ts';

/**
 * Every published article of every audience, newest first. The fields are fixed and there is no query
 * language: a filter on a hidden field would reveal its value.
 */
export function teasers(router: Router, { database }: Context): void {
	router.get(
		'/teasers',
		endpoint(async (request, response) => {
			const { slug, category, ids, limit, offset } = parseSelection(request.query);

			const published = database('articles')
				.leftJoin('categories', 'categories.id', 'articles.category')
				.where('articles.status', 'published')
				.andWhere('articles.published_at', '<=', new Date());
			if (slug !== undefined) void published.andWhere('articles.slug', slug);
			if (category !== undefined) void published.andWhere('categories.slug', category);
			if (ids !== undefined) void published.whereIn('articles.id', ids);

			const page = published
				.clone()
				.leftJoin('directus_files as cover', (join) => {
					void join
						.on('cover.id', 'articles.cover')
						.onVal('cover.folder', covers.id)
						.onIn('cover.type', PICTURE_TYPES);
				})
				.orderBy([
					{ column: 'articles.published_at', order: 'desc' },
					{ column: 'articles.id', order: 'desc' }
				])
				.limit(limit)
				.offset(offset)
				.select<Row[]>(
					'articles.id',
					'articles.slug',
					'articles.title',
					'articles.summary',
					'articles.body',
					'articles.author',
					'articles.audience',
					'articles.language',
					'articles.published_at',
					'articles.tags',
					'cover.id as cover_id',
					'cover.type as cover_type',
					'cover.modified_on as cover_modified_on',
					'cover.width as cover_width',
					'cover.height as cover_height',
					'cover.description as cover_description',
					'categories.slug as category_slug',
					'categories.name as category_name'
				);
			const [rows, counted] = await Promise.all([
				page,
				published.clone().count<{ total: number | string }[]>({ total: '*' })
			]);

			response.json({ data: rows.map(toTeaser), meta: { total: Number(counted[0]?.total) } });
		})
	);
}

/** Selection of teasers. */
interface Selection {
	slug: string | undefined;
	category: string | undefined;
	ids: number[] | undefined;
	limit: number;
	offset: number;
}

const LIMIT_DEFAULT = 20;
const LIMIT_MAXIMUM = 100;
/** What an integer of PostgreSQL holds. */
const ID_MAXIMUM = 2 ** 31 - 1;

/** Reads a selection from a query string; malformed ones are refused. */
export function parseSelection(query: Record<string, unknown>): Selection {
	const { slug, category, ids, limit, offset, ...unknown } = query;

	const [unknownName] = Object.keys(unknown);
	if (unknownName !== undefined) {
		throw new InvalidQueryError({ reason: `"${unknownName}" is not a parameter of teasers` });
	}
	return {
		slug: parseSlug('slug', slug),
		category: parseSlug('category', category),
		ids: parseIds(ids),
		limit: parseCount('limit', limit, { from: 1, to: LIMIT_MAXIMUM }) ?? LIMIT_DEFAULT,
		offset: parseCount('offset', offset, { from: 0, to: Number.MAX_SAFE_INTEGER }) ?? 0
	};
}

function parseSlug(name: string, value: unknown): string | undefined {
	if (value === undefined) return undefined;
	// PostgreSQL refuses NUL in any text
	if (typeof value !== 'string' || value === '' || value.includes('\0')) {
		throw new InvalidQueryError({ reason: `"${name}" must be one slug` });
	}
	return value;
}

/** Ids with commas between them, at most as many as one answer has. */
function parseIds(value: unknown): number[] | undefined {
	if (value === undefined) return undefined;

	const ids = typeof value === 'string' && /^\d+(,\d+)*$/.test(value) ? value.split(',') : [];
	const areIds = ids.length > 0 && ids.every((id) => Number(id) <= ID_MAXIMUM);
	if (!areIds || ids.length > LIMIT_MAXIMUM) {
		throw new InvalidQueryError({ reason: `"ids" must be 1 to ${LIMIT_MAXIMUM} ids of articles` });
	}
	return ids.map(Number);
}

function parseCount(
	name: string,
	value: unknown,
	{ from, to }: { from: number; to: number }
): number | undefined {
	if (value === undefined) return undefined;

	const count = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : NaN;
	if (!(count >= from && count <= to)) {
		throw new InvalidQueryError({ reason: `"${name}" must be a number from ${from} to ${to}` });
	}
	return count;
}

interface Row {
	id: number;
	slug: string;
	title: string;
	summary: string | null;
	body: string | null;
	author: string | null;
	audience: string;
	language: string | null;
	/** Milliseconds on SQLite. */
	published_at: Date | number;
	/** JSON text on SQLite. */
	tags: unknown;
	cover_id: string | null;
	cover_type: string | null;
	/** Milliseconds, or text, on SQLite. */
	cover_modified_on: Date | number | string | null;
	cover_width: number | null;
	cover_height: number | null;
	cover_description: string | null;
	category_slug: string | null;
	category_name: string | null;
}

function coverOf(row: Row): Teaser['cover'] {
	const { cover_id: id, cover_type: type, cover_width: width, cover_height: height } = row;
	if (id === null || !isDrawable({ type, width, height })) return null;
	const version = versionOf(row.cover_modified_on);
	return { id, version, width, height, description: row.cover_description };
}

function toTeaser(row: Row): Teaser {
	return {
		id: row.id,
		slug: row.slug,
		title: row.title,
		summary: row.summary,
		author: row.author,
		audience: row.audience,
		language: row.language,
		published_at: new Date(row.published_at).toISOString(),
		cover: coverOf(row),
		category:
			row.category_slug === null
				? null
				: { slug: row.category_slug, name: row.category_name ?? '' },
		tags: tagsOf(row.tags),
		words: countWords(row.body ?? '')
	};
}

/** The second in which a file was changed last, which Directus makes its ETag of. */
function versionOf(modifiedOn: Row['cover_modified_on']): string | null {
	const time = modifiedOn === null ? NaN : new Date(modifiedOn).getTime();
	// as a number: Directus' ETag is its whole part, and a file may be replaced twice in a second
	return Number.isNaN(time) ? null : (time / 1000).toFixed(3);
}

/** Whatever is in a field of JSON: the texts of a list are tags, and nothing else is. */
function tagsOf(stored: unknown): string[] {
	const tags = typeof stored === 'string' ? parsed(stored) : stored;
	return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return null;
	}
}

/** Counts the words of HTML; a Chinese or Japanese character is one, since nothing parts their words. */
export function countWords(html: string): number {
	return withoutTags(html)
		.replaceAll('&nbsp;', ' ')
		.replace(/&#?\w+;/g, '')
		.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, ' $& ')
		.split(/\s+/)
		.filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
}

/**
 * With a space for each tag; a `<` that nothing closes is text. Not a regular expression: it would look for the end once
 * for each `<`, which takes seconds where an editor has written thousands of them.
 */
function withoutTags(html: string): string {
	const texts: string[] = [];
	let position = 0;
	for (;;) {
		const begin = html.indexOf('<', position);
		const end = begin === -1 ? -1 : html.indexOf('>', begin);
		if (end === -1) return [...texts, html.slice(position)].join(' ');
		texts.push(html.slice(position, begin));
		position = end + 1;
	}
}
