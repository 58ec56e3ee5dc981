import type { Administrator } from '../../../scripts/directus/administrator.ts';
import { folders } from '../../../directus/access/folders.ts';
import type { PlantedRow } from './planting.ts';
import type { Word } from './word.ts';

/** How many rows of a kind are looked for: the newest. */
const MAX_ROWS = 20;
/** A part of a text that is the same in HTML, JSON and everywhere, and long enough to be in one place only. */
const PLAIN = /[A-Za-z0-9][A-Za-z0-9 ,.]{18,}[A-Za-z0-9]/g;

interface Article {
	id: number;
	slug: string;
	title: string;
	summary: string | null;
	body: string | null;
	status: string;
	audience: 'public' | 'members' | 'premium';
	published_at: string | null;
	cover: string | null;
}

interface Page {
	id: number;
	slug: string;
	status: string;
	title: string;
	body: string | null;
}

const PUBLISHED = { public: 'public', members: "members'", premium: 'premium' };

/** Texts of a running installation as words: nothing is planted in it. */
export class ExistingRows {
	readonly rows: PlantedRow[] = [];
	readonly #found: Word[] = [];
	/** Public texts. */
	readonly #open: string[] = [];
	readonly #administrator: Administrator;

	constructor(administrator: Administrator) {
		this.#administrator = administrator;
	}

	/** The words that are in no public text. */
	get words(): Word[] {
		const isSecret = ({ kind }: Word) => !/^(public|published)|teaser$/.test(kind);
		return this.#found.filter(
			(word) => !isSecret(word) || !this.#open.some((text) => text.includes(word.text))
		);
	}

	/** Looks through the newest rows of each kind. @param now when the audit is */
	async look(now: Date): Promise<void> {
		const { get } = this.#administrator;
		const articles = await get<Article[]>(
			'/items/articles?limit=-1&sort=-id&fields=id,slug,title,summary,body,status,audience,published_at,cover'
		);
		const states = articles.map((article) => ({ article, state: stateOf(article, now) }));
		const published = new Set(
			states.flatMap(({ article, state }) => (state in PUBLISHED ? [article.cover] : []))
		);
		for (const state of new Set(states.map(({ state }) => state))) {
			const newest = states.filter((one) => one.state === state).slice(0, MAX_ROWS);
			for (const { article } of newest) this.#takeArticle(state, article, published);
		}
		for (const { id, slug, status, title, body } of await get<Page[]>(
			`/items/pages?limit=${MAX_ROWS}&sort=-id&fields=id,slug,status,title,body`
		)) {
			this.rows.push({ collection: 'pages', id, slug, word: null });
			this.#take(status === 'published' ? 'published page' : 'draft page', body ?? title);
		}
		const categories = await get<{ id: number; slug: string }[]>(
			'/items/categories?limit=-1&fields=id,slug'
		);
		for (const { id, slug } of categories) {
			this.rows.push({ collection: 'categories', id, slug, word: null });
		}
		await this.#takePeople();
		const files = await get<{ id: string; title: string | null }[]>(
			`/files?limit=${MAX_ROWS}&sort=-uploaded_on&fields=id,title&filter[_or][0][folder][_null]=true&filter[_or][1][folder][_nin]=${folders.map(({ id }) => id).join(',')}`
		);
		const branding = Object.values(await get<Record<string, unknown>>('/settings'));
		for (const { id } of files) {
			if (!branding.includes(id)) this.#takeFile('private file', id);
		}
	}

	#takeArticle(state: string, article: Article, published: Set<string | null>): void {
		const { id, slug, title, summary, body, cover } = article;
		this.rows.push({ collection: 'articles', id, slug, word: null });
		const name = PUBLISHED[state as keyof typeof PUBLISHED] as string | undefined;
		for (const text of [title, summary]) {
			this.#take(name ? `${name} article: teaser` : `${state} article: text`, text);
		}
		this.#take(name ? `${name} article: body` : `${state} article: text`, body);
		if (!cover || (!name && published.has(cover))) return;
		this.#takeFile(`${name ?? state} article: cover`, cover);
	}

	async #takePeople(): Promise<void> {
		const { get } = this.#administrator;
		const people = await get<{ id: string; email: string | null }[]>(
			`/users?limit=${MAX_ROWS}&sort=email&fields=id,email`
		);
		for (const { id, email } of people) {
			this.rows.push({ collection: 'directus_users', id, slug: null, word: null });
			if (email) this.#found.push({ kind: 'address of another person', text: email });
		}
		const comments = await get<{ id: number; body: string }[]>(
			`/items/comments?limit=${MAX_ROWS}&sort=-id&fields=id,body`
		);
		for (const { id, body } of comments) {
			this.rows.push({ collection: 'comments', id, slug: null, word: null });
			this.#take('comment of another person', body);
		}
	}

	#takeFile(kind: string, id: string): void {
		// serving the file shows it; its id is part of the request, and so is no word
		const word = { kind, text: `bytes of ${id}` };
		this.#found.push(word);
		this.rows.push({ collection: 'directus_files', id, slug: null, word });
	}

	/** Takes the longest part of a text as its word. */
	#take(kind: string, html: string | null): void {
		const text = (html ?? '').replace(/<[^>]*>/g, '\n');
		if (/^(public|published)|teaser$/.test(kind)) this.#open.push(text);
		const [longest] = (text.match(PLAIN) ?? []).toSorted((a, b) => b.length - a.length);
		if (longest) this.#found.push({ kind, text: longest });
	}
}

function stateOf({ status, audience, published_at }: Article, now: Date): string {
	if (status !== 'published') return status;
	// without a date, as only SQL makes one, it is as good as never
	const isScheduled = published_at === null || new Date(published_at) > now;
	return isScheduled ? 'scheduled' : audience;
}
