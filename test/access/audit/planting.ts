import { deflateSync, crc32 } from 'node:zlib';
import type { Directus } from '../../support/directus.ts';
import { covers, pictures } from '../../../directus/access/folders.ts';
import { newText, type Word } from './word.ts';

/** A row that has words, by its collection. */
export interface PlantedRow {
	collection: string;
	id: string | number;
	/** Of an article, a page, a category or a member: its address. */
	slug: string | null;
	/** Of a file: the word that it shows. */
	word: Word | null;
}

/** What Directus answers with. */
interface Made {
	id: string | number;
	slug?: string;
	username?: string | null;
}

const BIRTH_DATE = '1931-07-19';
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const AUDIENCES = ['public', 'members', 'premium'];

/** Fills every collection of an installation of its own with words. Nothing is cleared away: the installation is. */
export class Planting {
	readonly words: Word[] = [];
	readonly rows: PlantedRow[] = [];
	readonly #directus: Directus;

	constructor(directus: Directus) {
		this.#directus = directus;
	}

	/** The rows of a collection. */
	of(collection: string): PlantedRow[] {
		return this.rows.filter((row) => row.collection === collection);
	}

	/** @param member the id of the caller who is a Member */
	async plant(member: string): Promise<void> {
		await this.#plantArticles();
		await this.#plantPages();
		const stranger = await this.#plantStranger();
		await this.#plantParticipation(member, stranger);
		await this.#plantStudio(stranger);
	}

	/** A new text of this kind. */
	#word(kind: string): string {
		return this.#newWord(kind).text;
	}

	#newWord(kind: string): Word {
		const word = { kind, text: newText() };
		this.words.push(word);
		return word;
	}

	async #make(
		collection: string,
		values: object,
		word: Word | null = null
	): Promise<{ id: string | number }> {
		const path = collection.startsWith('directus_')
			? `/${collection.slice('directus_'.length)}`
			: `/items/${collection}`;
		const row = await this.#directus.send<Made>('POST', path, values);
		const slug = row.slug ?? row.username ?? null;
		this.rows.push({ collection, id: row.id, slug, word });
		return row;
	}

	async #plantArticles(): Promise<void> {
		const name = this.#word('category');
		const { id: category } = await this.#make('categories', {
			name,
			slug: newText(),
			description: this.#word('category')
		});
		const published = { public: 'public', members: "members'", premium: 'premium' };
		for (const [audience, name] of Object.entries(published)) {
			await this.#plantArticle(category, {
				audience,
				teaser: `${name} article: teaser`,
				body: `${name} article: body`,
				cover: `${name} article: cover`
			});
		}
		const unpublished = {
			draft: { status: 'draft' },
			archived: { status: 'archived' },
			scheduled: { published_at: inDays(1) }
		};
		for (const [state, values] of Object.entries(unpublished)) {
			const [text, cover] = [`${state} article: text`, `${state} article: cover`];
			for (const audience of AUDIENCES) {
				await this.#plantArticle(category, { audience, teaser: text, body: text, cover }, values);
			}
		}
		await this.#plantFile('picture in a text', pictures.id);
		await this.#plantFile('private file', null);
	}

	async #plantArticle(
		category: string | number,
		kinds: { audience: string; teaser: string; body: string; cover: string },
		values: object = {}
	): Promise<void> {
		const { audience, teaser, body } = kinds;
		await this.#make('articles', {
			// addresses come back in every response: they are no words
			slug: newText(),
			title: this.#word(teaser),
			summary: this.#word(teaser),
			author: this.#word(teaser),
			tags: [this.#word(teaser)],
			body: `<p>${this.#word(body)}</p>`,
			status: 'published',
			audience,
			published_at: inDays(-1),
			category,
			cover: await this.#plantFile(kinds.cover, covers.id),
			...values
		});
	}

	/** A picture whose title, description and bytes are words. */
	async #plantFile(kind: string, folder: string | null): Promise<string | number> {
		const form = new FormData();
		form.append('title', this.#word(kind));
		form.append('description', this.#word(kind));
		// Directus applies only the fields that come before the file
		if (folder) form.append('folder', folder);
		const word = this.#newWord(kind);
		const picture = new Blob([pictureWith(word.text)], { type: 'image/png' });
		form.append('file', picture, `${newText()}.png`);
		return (await this.#make('directus_files', form, word)).id;
	}

	async #plantPages(): Promise<void> {
		for (const status of ['published', 'draft']) {
			const word = () => this.#word(`${status} page`);
			await this.#make('pages', {
				slug: newText(),
				status,
				title: word(),
				summary: word(),
				body: `<p>${word()}</p>`
			});
		}
		await this.#make('navigation', { label: this.#word('link of the menu'), url: '/somewhere' });
		await this.#make('redirects', { from: `/${this.#word('redirect')}`, to: '/articles' });
		await this.#directus.send('PATCH', '/items/site', {
			name: this.#word('words of the site'),
			footer: this.#word('words of the site')
		});
		this.rows.push({ collection: 'site', id: 1, slug: null, word: null });
	}

	/** A person unknown to all callers. */
	async #plantStranger(): Promise<string> {
		const password = newText();
		const email = `${this.#word('address of another person')}@example.com`;
		const { id } = await this.#make('directus_users', {
			email,
			password,
			status: 'active',
			first_name: this.#word('name of another person'),
			last_name: this.#word('name of another person'),
			description: this.#word('name of another person'),
			username: newText(),
			biography: this.#word('biography of another person'),
			birth_date: BIRTH_DATE,
			terms_version: this.#word('name of another person'),
			token: this.#word('static token of another person')
		});
		this.words.push({ kind: 'birth date of another person', text: BIRTH_DATE });
		const response = await fetch(`${this.#directus.url}/auth/login`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				// kept in directus_sessions and directus_activity
				'user-agent': this.#word('session of another person')
			},
			body: JSON.stringify({ email, password })
		});
		if (!response.ok) throw new Error(`The stranger cannot sign in: ${response.status}`);
		await response.arrayBuffer();
		return String(id);
	}

	async #plantParticipation(member: string, stranger: string): Promise<void> {
		const [article] = this.of('articles');
		const own = { 'comment of the Member': member, 'comment of another person': stranger };
		for (const [kind, person] of Object.entries(own)) {
			const { id } = await this.#make('comments', { article: article?.id, body: this.#word(kind) });
			await this.#directus.send('PATCH', `/items/comments/${id}`, { user_created: person });
		}
		// however they came there: the list of the Member shows neither the text of a premium article nor the title of a draft
		const [, , premium, draft] = this.of('articles');
		for (const id of [premium?.id, draft?.id]) {
			const bookmark = await this.#make('bookmarks', { article: id });
			await this.#directus.send('PATCH', `/items/bookmarks/${bookmark.id}`, {
				user_created: member
			});
		}
		// a bookmark has no text: the reader is known by nothing else
		const { id: reader } = await this.#make('directus_users', { status: 'active' });
		this.words.push({ kind: 'bookmark of another person', text: String(reader) });
		const { id } = await this.#make('bookmarks', { article: article?.id });
		await this.#directus.send('PATCH', `/items/bookmarks/${id}`, { user_created: reader });
	}

	/** Rows that Studio stores about people and the installation. */
	async #plantStudio(stranger: string): Promise<void> {
		const [article] = this.of('articles');
		const item = { collection: 'articles', item: String(article?.id) };
		await this.#make('directus_notifications', {
			recipient: stranger,
			subject: this.#word('notice to another person'),
			message: this.#word('notice to another person')
		});
		await this.#make('directus_presets', {
			user: stranger,
			collection: 'articles',
			bookmark: this.#word('bookmarked view of a person')
		});
		await this.#make('directus_comments', { ...item, comment: this.#word('comment in Studio') });
		const { id: dashboard } = await this.#make('directus_dashboards', {
			name: this.#word('dashboard')
		});
		await this.#make('directus_panels', {
			dashboard,
			name: this.#word('panel'),
			type: 'label',
			position_x: 1,
			position_y: 1,
			width: 4,
			height: 4
		});
		const { id: flow } = await this.#make('directus_flows', {
			name: this.#word('flow'),
			trigger: 'manual',
			status: 'inactive'
		});
		await this.#make('directus_operations', {
			flow,
			name: this.#word('step of a flow'),
			key: 'step',
			type: 'log',
			position_x: 1,
			position_y: 1
		});
		const { id: role } = await this.#make('directus_roles', { name: this.#word('role') });
		await this.#make('directus_policies', { name: this.#word('policy') });
		await this.#make('directus_folders', { name: this.#word('folder') });
		await this.#make('directus_shares', { ...item, name: this.#word('share'), role });
		await this.#make('directus_translations', {
			key: newText(),
			language: 'en-US',
			value: this.#word('translation')
		});
		await this.#directus.send('PATCH', '/settings', {
			ai_openai_api_key: this.#word('secret setting')
		});
		this.rows.push({ collection: 'directus_settings', id: 1, slug: null, word: null });
	}
}

function inDays(days: number): string {
	return new Date(Date.now() + days * DAY_MILLISECONDS).toISOString();
}

/** A picture of one white pixel with a comment (PNG, 11.3.3.3) that a picture drawn from it loses. */
function pictureWith(text: string): Buffer<ArrayBuffer> {
	const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('tEXt', Buffer.from(`Comment\0${text}`, 'latin1')),
		chunk('IDAT', deflateSync(Buffer.from([0, 255]))),
		chunk('IEND', Buffer.alloc(0))
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(content));
	return Buffer.concat([length, content, sum]);
}
