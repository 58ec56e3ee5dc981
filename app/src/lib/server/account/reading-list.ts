import * as m from '@portico/contract/messages.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import type { ListedArticle } from '#lib/content/reading-list.ts';
import { InFlight } from '../cache/in-flight.ts';
import * as articles from '../content/articles.ts';
import { client, createItem, deleteItem, readItems, updateItem } from '../directus/client.ts';
import { DirectusFailure, isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Member } from '../session/access.ts';
import { returnPath } from '../session/return-path.ts';

/** How many articles a page of the list shows. */
const PAGE_SIZE = 50;
/** As long as the user cache: what another replica changes shows on the pages of articles that much later. */
const CACHED_SECONDS = 20;
/** All members' lists together. */
const MAX_CACHED_ARTICLES = 1_000_000;
/** The page of an article does not wait longer to know whether it is listed. */
const LOOK_UP_TIMEOUT_SECONDS = 1;

/** A row of the list. */
type Entry = { id: number; article: number; read: boolean };

/** A page of the list; numbers of pages and places count from 1. */
export type ReadingListPage = {
	entries: ListedArticle[];
	count: number;
	unread: number;
	page: number;
	pages: number;
};

const listed = new LRUCache<string, ReadonlySet<number>>({
	maxSize: MAX_CACHED_ARTICLES,
	sizeCalculation: ({ size }) => size + 1,
	ttl: CACHED_SECONDS * 1000
});
const lookUps = new InFlight<ReadonlySet<number>>();

/** An integer of PostgreSQL holds each of them. */
function wholeNumber(message: () => string) {
	return v.pipe(v.string(message), v.regex(/^[1-9]\d{0,8}$/, message), v.toNumber());
}
const id = wholeNumber(() => m.readingList_missing());
/** The page to go back to, where that is not the list. */
const back = v.optional(
	v.pipe(
		v.string(),
		v.transform((path) => returnPath(path))
	),
	''
);

export const additionForm = v.object({ article: wholeNumber(() => m.readingList_refused()), back });
/** By the id of the entry, or by the article. */
export const removalForm = v.object({ id: v.optional(id), article: v.optional(id), back });
export const readForm = v.object({
	id,
	read: v.pipe(
		v.optional(v.picklist(['yes', 'no']), 'yes'),
		v.transform((read) => read === 'yes')
	)
});
export const moveForm = v.object({ id, position: id });

/**
 * A page of a member's reading list, in the member's order; null where the account may keep none. An article that is not
 * published any more has no content.
 *
 * @throws {DirectusFailure}
 */
export async function read(
	member: Member,
	selection: { page: number; unread: boolean }
): Promise<ReadingListPage | null> {
	const all = await ownEntries(member);
	if (!all) return null;
	remember(member, all);
	const placed = all.map((entry, index) => ({ ...entry, place: index + 1 }));
	const unread = placed.filter((entry) => !entry.read);
	const shown = selection.unread ? unread : placed;
	const pages = Math.max(1, Math.ceil(shown.length / PAGE_SIZE));
	// the last entry of the last page may just have been removed
	const page = Math.min(selection.page, pages);
	const start = (page - 1) * PAGE_SIZE;
	const part = shown.slice(start, start + PAGE_SIZE);
	const cards = await articles.byIds(part.map(({ article }) => article));
	return {
		entries: part.map(({ id, article, read, place }, index) => ({
			id,
			read,
			place,
			up: shown[start + index - 1]?.place ?? null,
			down: shown[start + index + 1]?.place ?? null,
			articleId: article,
			article: cards.find((card) => card.id === article) ?? null
		})),
		count: placed.length,
		unread: unread.length,
		page,
		pages
	};
}

/**
 * The ids of the articles in a member's list, at most 20 s old; null where the account may keep none, or Directus does not
 * tell in time.
 */
export async function articlesOf(member: Member): Promise<ReadonlySet<number> | null> {
	const known = listed.get(member.user.id);
	if (known) return known;
	try {
		return await Promise.race([lookUp(member), timeout()]);
	} catch (error) {
		// the article can be shown without
		if (error instanceof DirectusFailure) return null;
		throw error;
	}
}

/** Adds an article; false where the member may not read it, or keep a list. Once there, it stays. @throws {DirectusFailure} */
export async function add(member: Member, article: number): Promise<boolean> {
	try {
		await client(member.asker).request(createItem('bookmarks', { article }, { fields: ['id'] }));
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN')) return false;
		if (!isFailure(error, 'RECORD_NOT_UNIQUE')) throw error;
	} finally {
		forget(member);
	}
	return true;
}

/** Removes an entry, or an article; false where the list does not have it. @throws {DirectusFailure} */
export function remove(
	member: Member,
	{ id, article }: v.InferOutput<typeof removalForm>
): Promise<boolean> {
	const isMeant = (entry: Entry) =>
		id === undefined ? entry.article === article : entry.id === id;
	return change(member, isMeant, async (entry) => {
		await client(member.asker).request(deleteItem('bookmarks', entry.id));
	});
}

/** Marks an entry as read or unread; false where the list does not have it. @throws {DirectusFailure} */
export function mark(
	member: Member,
	{ id, read }: v.InferOutput<typeof readForm>
): Promise<boolean> {
	return change(
		member,
		(entry) => entry.id === id,
		async () => {
			await client(member.asker).request(updateItem('bookmarks', id, { read }, { fields: ['id'] }));
		}
	);
}

/** Moves an entry to a place in the whole list, counted from 1; false where the list does not have it. @throws {DirectusFailure} */
export async function move(
	{ asker }: Member,
	body: v.InferOutput<typeof moveForm>
): Promise<boolean> {
	return unlessForbidden(() => call(ENDPOINTS.moveBookmark, { method: 'POST', body, asker }));
}

/** Looks the entry up first: an administrator may change everyone's rows, and has no other list than others. */
async function change(
	member: Member,
	isMeant: (entry: Entry) => boolean,
	write: (entry: Entry) => Promise<void>
): Promise<boolean> {
	const entry = (await ownEntries(member))?.find(isMeant);
	if (!entry) return false;
	try {
		return await unlessForbidden(() => write(entry));
	} finally {
		forget(member);
	}
}

async function unlessForbidden(write: () => Promise<unknown>): Promise<boolean> {
	try {
		await write();
		return true;
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN')) return false;
		throw error;
	}
}

/** The whole list in its order; null where the account may keep none. */
async function ownEntries({ user, asker }: Member): Promise<Entry[] | null> {
	try {
		const rows = await client(asker).request(
			readItems('bookmarks', {
				filter: { user_created: { _eq: user.id } },
				fields: ['id', 'article', 'read'],
				sort: ['position', '-id'],
				limit: -1
			})
		);
		return rows.map(({ id, article, read }) => ({ id, article: Number(article), read }));
	} catch (error) {
		if (isFailure(error, 'FORBIDDEN')) return null;
		throw error;
	}
}

function lookUp(member: Member): Promise<ReadonlySet<number>> {
	const load = async () => {
		const entries = await ownEntries(member);
		if (!entries) throw new DirectusFailure('FORBIDDEN', null);
		return articlesIn(entries);
	};
	const { id } = member.user;
	return lookUps.share(id, load, (articles) => listed.set(id, articles));
}

function timeout(): Promise<null> {
	return new Promise((resolve) => {
		setTimeout(() => resolve(null), LOOK_UP_TIMEOUT_SECONDS * 1000).unref();
	});
}

function articlesIn(entries: Entry[]): ReadonlySet<number> {
	return new Set(entries.map(({ article }) => article));
}

function remember({ user }: Member, entries: Entry[]): void {
	listed.set(user.id, articlesIn(entries));
}

/** Forgets a member's list, which has changed; a look-up in flight may be older than the change. */
export function forget({ user }: Pick<Member, 'user'>): void {
	listed.delete(user.id);
	lookUps.invalidate((id) => id === user.id);
}
