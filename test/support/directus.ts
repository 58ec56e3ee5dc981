import { randomUUID } from 'node:crypto';
import { covers, pictures } from '../../directus/access/folders.ts';
import { member } from '../../directus/access/roles.ts';
import { askDirectus } from './ask-directus.ts';
import type { Credentials } from './browser.ts';

/** A person who can sign in. */
export interface Person extends Credentials {
	id: string;
}

/** An article, and words that are in its body and nowhere else. */
export interface Article {
	id: number;
	slug: string;
	/** Its address on the site. */
	path: string;
	title: string;
	summary: string;
	words: string;
}

/** A category of articles. */
export interface Category {
	id: number;
	slug: string;
	name: string;
	/** Its address on the site. */
	path: string;
}

/** That Directus takes in one request. */
const MOST_ROWS = 1000;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A client for Directus as its administrator, which makes the rows that a test needs and removes them again. */
export class Directus {
	readonly url: string;
	readonly #administrator: Credentials;
	readonly #made: string[] = [];
	/** Those that were made many at once. */
	readonly #articles: number[] = [];
	#accessToken: Promise<string> | null = null;

	constructor({ directusUrl, administrator }: { directusUrl: string; administrator: Credentials }) {
		this.url = directusUrl;
		this.#administrator = administrator;
	}

	/** Sends a request as the administrator; returns the `data` of the answer. */
	async send<T>(method: Method, path: string, body?: object): Promise<T> {
		const send = async () =>
			askDirectus<T>(new URL(this.url + path), {
				method,
				body,
				token: await this.#signedIn(),
				outside: true
			});
		let answer = await send();
		if (answer.status === 401) {
			// where access tokens live for seconds only
			this.#accessToken = null;
			answer = await send();
		}
		const { status, body: answered, data } = answer;
		if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answered)}`);
		return data;
	}

	/** Makes a person, by default active and with the role Member. */
	async makePerson(values: object = {}): Promise<Person> {
		const credentials = { email: `${randomUUID()}@example.com`, password: randomUUID() };
		const { id } = await this.#make<{ id: string }>('/users', {
			...credentials,
			role: member.id,
			status: 'active',
			...values
		});
		return { id, ...credentials };
	}

	/** Makes many members at once. */
	async makePeople(count: number): Promise<Person[]> {
		const credentials = Array.from({ length: count }, () => ({
			email: `${randomUUID()}@example.com`,
			password: randomUUID()
		}));
		const made = await this.send<{ id: string; email: string }[]>(
			'POST',
			'/users?fields=id,email&limit=-1',
			credentials.map((one) => ({ ...one, role: member.id, status: 'active' }))
		);
		// they come in an order of their own
		const passwords = new Map(credentials.map(({ email, password }) => [email, password]));
		return made.map(({ id, email }) => {
			this.#made.push(`/users/${id}`);
			return { id, email, password: passwords.get(email) ?? '' };
		});
	}

	/** Makes an article that was published long ago, so that it does not come first in any list. */
	async makeArticle(values: { audience: string; [field: string]: unknown }): Promise<Article> {
		const id = randomUUID();
		const words = `words-${randomUUID()}`;
		const fields = {
			slug: id,
			title: `An article ${id}`,
			summary: `A summary ${id}`,
			body: `<p>Its ${words}.</p>`,
			status: 'published',
			published_at: '2001-01-01T00:00:00Z',
			...values
		};
		const article = await this.#make<{ id: number }>('/items/articles', fields);
		const { slug, title, summary } = fields;
		return { id: article.id, slug, path: `/articles/${slug}`, title, summary, words };
	}

	/** Makes many public articles at once, published long ago. */
	async makeArticles(count: number): Promise<{ id: number; title: string }[]> {
		const made: { id: number; title: string }[] = [];
		while (made.length < count) {
			const rows = Array.from({ length: Math.min(MOST_ROWS, count - made.length) }, () => {
				const id = randomUUID();
				return {
					slug: id,
					title: `An article ${id}`,
					summary: `A summary ${id}`,
					status: 'published',
					audience: 'public',
					published_at: '2001-01-01T00:00:00Z'
				};
			});
			const path = '/items/articles?fields=id,title&limit=-1';
			made.push(...(await this.send<{ id: number; title: string }[]>('POST', path, rows)));
		}
		this.#articles.push(...made.map(({ id }) => id));
		return made;
	}

	/** Makes a page of the site at this path, without its first slash. */
	async makePage(slug: string, values: object = {}): Promise<void> {
		const fields = { slug, title: 'A page', body: '<p>Of text.</p>', status: 'published' };
		await this.#make('/items/pages', { ...fields, ...values });
	}

	/** Makes a category without articles. */
	async makeCategory(): Promise<Category> {
		const fields = { name: 'A category', slug: randomUUID() };
		const { id } = await this.#make<{ id: number }>('/items/categories', fields);
		return { id, ...fields, path: `/categories/${fields.slug}` };
	}

	/** Makes a row in a collection. */
	makeItem<T extends { id: string | number }>(collection: string, values: object): Promise<T> {
		const [, system] = /^directus_(.*)/.exec(collection) ?? [];
		return this.#make<T>(system ? `/${system}` : `/items/${collection}`, values);
	}

	/** Makes a public file, a cover of an article, or a file for editors only. @returns its id */
	async makeFile(
		content: Buffer,
		type: string,
		kind: 'public' | 'cover' | 'private'
	): Promise<string> {
		const form = new FormData();
		// Directus applies only the fields that come before the file
		if (kind !== 'private') form.append('folder', kind === 'cover' ? covers.id : pictures.id);
		form.append('file', new Blob([new Uint8Array(content)], { type }), 'file');
		return (await this.#make<{ id: string }>('/files', form)).id;
	}

	/** Gives a file other content. */
	async replaceFile(id: string, content: Buffer, type: string): Promise<void> {
		const form = new FormData();
		form.append('file', new Blob([new Uint8Array(content)], { type }), 'file');
		await this.send('PATCH', `/files/${id}`, form);
	}

	/** Makes a role without any policy, as an administrator may in Studio. */
	async makeRole(): Promise<string> {
		return (await this.#make<{ id: string }>('/roles', { name: 'A new role' })).id;
	}

	/** Makes a policy as an administrator may in Studio, that counts at these addresses, and gives it to a role, a person or guests. */
	async makePolicy({
		addresses,
		role,
		user = null,
		studio = false,
		permissions
	}: {
		addresses: string[];
		role: string | null;
		user?: string | null;
		studio?: boolean;
		permissions: object[];
	}): Promise<void> {
		const { id: policy } = await this.#make<{ id: string }>('/policies', {
			name: 'A new policy',
			ip_access: addresses,
			app_access: studio,
			permissions: { create: permissions, update: [], delete: [] }
		});
		await this.send('POST', '/access', { policy, role, user });
	}

	/** Finds a person who registered, and has `clear` remove them too. */
	async clearLater(email: string): Promise<{ id: string; first_name: string | null }[]> {
		const filter = JSON.stringify({ email: { _eq: email.toLowerCase() } });
		const found = await this.send<{ id: string; first_name: string | null }[]>(
			'GET',
			`/users?fields=id,first_name&filter=${encodeURIComponent(filter)}`
		);
		for (const { id } of found) this.#made.push(`/users/${id}`);
		return found;
	}

	/** Excludes a person who was deleted already from `clear`. */
	markDeleted(id: string): void {
		this.#made.splice(this.#made.indexOf(`/users/${id}`), 1);
	}

	/** Removes the created rows in reverse order: later ones may point to earlier ones. */
	async clear(): Promise<void> {
		for (let path = this.#made.pop(); path; path = this.#made.pop()) {
			await this.send('DELETE', path);
		}
		while (this.#articles.length > 0) {
			await this.send('DELETE', '/items/articles', this.#articles.splice(0, MOST_ROWS));
		}
	}

	async #make<T extends { id: string | number }>(path: string, body: object): Promise<T> {
		const made = await this.send<T>('POST', path, body);
		this.#made.push(`${path}/${made.id}`);
		return made;
	}

	#signedIn(): Promise<string> {
		this.#accessToken ??= askDirectus<{ access_token: string } | undefined>(
			new URL(`${this.url}/auth/login`),
			{ body: this.#administrator, outside: true }
		).then(({ status, data }) => {
			if (!data) throw new Error(`The administrator cannot sign in: ${status}`);
			return data.access_token;
		});
		return this.#accessToken;
	}
}
