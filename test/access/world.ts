import { randomUUID } from 'node:crypto';
import { png } from '../support/png.ts';
import { covers } from '../../directus/access/folders.ts';
import { editor, member, premium } from '../../directus/access/roles.ts';
import {
	type Answer,
	callDirectus,
	asAdministrator,
	directusUrl,
	type RequestOptions,
	signIn,
	signOut
} from '../support/directus-api.ts';
import { asTheApp } from '../support/app-proof.ts';

/** Askers: a guest, one person of each of our roles, one of a role made in Studio without any policy, an administrator. */
export const askers = [
	'guest',
	'member',
	'premium',
	'editor',
	'newcomer',
	'administrator'
] as const;

/** See `askers`. */
export type Asker = (typeof askers)[number];

/** A row in Directus. */
export interface Row {
	/** Of its collection, such as `/items/articles`. */
	path: string;
	id: string | number;
}

/** A row with a word in it that is in no other row. */
export interface WordedRow extends Row {
	word: string;
}

interface Person {
	id: string;
	email: string;
	accessToken: string;
	refreshToken: string;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** One row of each kind, and a person of each role. */
export class World {
	readonly #rows: Row[] = [];
	readonly #named = new Map<string, WordedRow>();
	readonly #people = new Map<Asker, Person>();

	static async make(): Promise<World> {
		const world = new World();
		await world.#admit();
		await world.#fill();
		return world;
	}

	/** Sends a request on behalf of a person. */
	callDirectus<Data = unknown>(
		asker: Asker,
		path: string,
		options: RequestOptions = {}
	): Promise<Answer<Data>> {
		return callDirectus<Data>(path, { ...options, headers: this.authorization(asker) });
	}

	/** The headers that identify the app and the asker to Directus. */
	authorization(asker: Asker): Record<string, string> {
		if (asker === 'guest') return asTheApp();
		return { ...asTheApp(), authorization: `Bearer ${this.person(asker).accessToken}` };
	}

	person(asker: Asker): Person {
		return found(this.#people, asker);
	}

	row(name: string): WordedRow {
		return found(this.#named, name);
	}

	/** Makes a row as an administrator. The word is put where the values have `$WORD`. */
	async make(path: string, values: object): Promise<WordedRow> {
		const word = randomUUID();
		const body: unknown = JSON.parse(JSON.stringify(values).replaceAll('$WORD', word));
		const { id } = await this.#send<{ id: string | number }>(path, body);
		return this.keep({ path, id, word });
	}

	/** Sees to it that `clear` removes a row. */
	keep<Kept extends Row>(row: Kept): Kept {
		this.#rows.push(row);
		return row;
	}

	/** Removes all rows, the last made first: later ones may refer to earlier ones. */
	async clear(): Promise<void> {
		for (const { refreshToken } of this.#people.values()) await signOut(refreshToken);
		for (const { path, id } of this.#rows.toReversed()) {
			await asAdministrator(path, { method: 'DELETE', body: [id] });
		}
	}

	/** As our own administrator once there is one, because rows can be found by their author. */
	async #send<Data>(path: string, body: unknown): Promise<Data> {
		const headers = this.#people.has('administrator') ? this.authorization('administrator') : {};
		return asAdministrator<Data>(path, { body, headers });
	}

	async #admit(): Promise<void> {
		const newcomer = await this.make('/roles', { name: 'Newcomer' });
		const [administrator] = await asAdministrator<{ role: string }[]>(
			'/users?filter[role][policies][policy][admin_access][_eq]=true&fields=role&limit=1'
		);
		const roles: [Asker, unknown][] = [
			['member', member.id],
			['premium', premium.id],
			['editor', editor.id],
			['newcomer', newcomer.id],
			['administrator', administrator?.role]
		];
		await Promise.all(
			roles.map(async ([asker, role]) => this.#people.set(asker, await this.#person(role)))
		);
	}

	async #person(role: unknown): Promise<Person> {
		const password = randomUUID();
		const { id, word } = await this.make('/users', {
			email: '$WORD@example.com',
			password,
			role,
			status: 'active'
		});
		const email = `${word}@example.com`;
		const { data } = await signIn({ email, password });
		return {
			id: String(id),
			email,
			accessToken: data.access_token,
			refreshToken: data.refresh_token
		};
	}

	async #fill(): Promise<void> {
		const name = async (name: string, row: Promise<WordedRow>) => this.#named.set(name, await row);
		const article = (values: object) => this.#article(values);

		await name('category', this.make('/items/categories', { name: '$WORD', slug: '$WORD' }));
		await name('cover', this.#file(covers.id));
		await name('cover of a draft', this.#file(covers.id));
		await name('private file', this.#file(null));
		await name('public article', article({ audience: 'public' }));
		await name("members' article", article({ audience: 'members' }));
		await name('premium article', article({ audience: 'premium' }));
		await name('draft', article({ status: 'draft' }));
		await article({ status: 'draft', cover: this.row('cover of a draft').id });
		await name('archived article', article({ status: 'archived' }));
		await name('article of tomorrow', article({ published_at: inDays(1) }));
		const page = { title: '$WORD', slug: '$WORD', body: '$WORD' };
		await name('page', this.make('/items/pages', { ...page, status: 'published' }));
		await name('draft page', this.make('/items/pages', { ...page, status: 'draft' }));
		await name('link', this.make('/items/navigation', { label: '$WORD', url: '/somewhere' }));
		await name('redirect', this.make('/items/redirects', { from: '/$WORD', to: '/articles' }));

		for (const asker of ['member', 'premium', 'editor', 'administrator'] as const) {
			await name(`comment of ${asker}`, this.#own(asker, '/items/comments', { body: '$WORD' }));
			await name(`bookmark of ${asker}`, this.#own(asker, '/items/bookmarks', {}));
		}
	}

	#article(values: object): Promise<WordedRow> {
		return this.make('/items/articles', {
			title: '$WORD',
			slug: '$WORD',
			summary: '$WORD',
			body: '<p>$WORD</p>',
			status: 'published',
			audience: 'public',
			published_at: inDays(-1),
			category: this.row('category').id,
			cover: this.row('cover').id,
			...values
		});
	}

	/** A row that is not the administrator's, about an article that most may not read. */
	async #own(asker: Asker, path: string, values: object): Promise<WordedRow> {
		const row = await this.make(path, { ...values, article: this.row('premium article').id });
		await asAdministrator(`${path}/${row.id}`, {
			method: 'PATCH',
			body: { user_created: this.person(asker).id }
		});
		return row;
	}

	async #file(folder: string | null): Promise<WordedRow> {
		const word = randomUUID();
		const body = new FormData();
		body.append('title', word);
		if (folder) body.append('folder', folder);
		const picture = new Uint8Array(png(9, 9));
		body.append('file', new Blob([picture], { type: 'image/png' }), `${word}.png`);
		const response = await fetch(new URL('/files', directusUrl), {
			method: 'POST',
			headers: { authorization: `Bearer ${this.person('administrator').accessToken}` },
			body
		});
		const { data } = (await response.json()) as { data: { id: string } };
		return this.keep({ path: '/files', id: data.id, word });
	}
}

function found<Key, Value>(map: Map<Key, Value>, key: Key): Value {
	const value = map.get(key);
	if (value === undefined) throw new Error(`the world of these tests has no ${String(key)}`);
	return value;
}

function inDays(days: number): string {
	return new Date(Date.now() + days * DAY_MILLISECONDS).toISOString();
}
