// The reading list, as forms without scripts and as rows in Directus.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { member, premium } from '../../directus/access/roles.ts';
import { callDirectus, signIn } from '../support/directus-api.ts';
import { type Answer, Browser, location } from '../support/browser.ts';
import { type Article, Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

interface Row {
	id: number;
	article: number;
	read: boolean;
	position: number;
}

const MANY = 500;
const directus = new Directus(installation);
let article: Article;
let premiumArticle: Article;
let draft: Article;
beforeAll(async () => {
	article = await directus.makeArticle({ audience: 'public' });
	premiumArticle = await directus.makeArticle({ audience: 'premium' });
	draft = await directus.makeArticle({ audience: 'public', status: 'draft' });
});
afterAll(() => directus.clear());

/** A member at a browser. */
class Reader {
	readonly #browser: Browser;
	readonly person: Person;

	private constructor(person: Person, browser: Browser) {
		this.person = person;
		this.#browser = browser;
	}

	static async make(values: object = {}): Promise<Reader> {
		const person = await directus.makePerson(values);
		return new Reader(person, await Browser.signedIn(person));
	}

	send(action: string, fields: Record<string, string | number>): Promise<Answer> {
		const texts = Object.entries(fields).map(([name, value]) => [name, String(value)]);
		return this.#browser.submit(`/reading-list?/${action}`, {
			opened_by: this.person.id,
			...(Object.fromEntries(texts) as Record<string, string>)
		});
	}

	add({ id }: { id: number }): Promise<Answer> {
		return this.send('add', { article: id });
	}

	async page(path = '/reading-list'): Promise<string> {
		const { status, body } = await this.#browser.visit(path);
		expect(status).toBe(200);
		return body;
	}

	/** What the database has of the list, in its order. */
	rows(): Promise<Row[]> {
		const filter = `filter[user_created][_eq]=${this.person.id}`;
		return directus.send<Row[]>(
			'GET',
			`/items/bookmarks?${filter}&sort=position,-id&limit=-1&fields=id,article,read,position`
		);
	}
}

const alertIn = ({ body }: Answer) => /role="alert".*?<h2[^>]*>\s*(.*?)\s*<\/h2>/s.exec(body)?.[1];

describe('the button of an article', () => {
	test('adds it and removes it without scripts, and leads back to the article', async () => {
		const reader = await Reader.make();
		expect(await reader.page(article.path)).toContain('/reading-list?/add"');

		const back = article.path;
		const added = await reader.send('add', { article: article.id, back });
		expect([added.status, location(added)]).toEqual([303, back]);
		const listed = await reader.page(article.path);
		expect(listed).toContain('Added to your reading list.');
		expect(listed).toContain('/reading-list?/remove"');
		expect(await reader.page()).toContain(article.title);

		const removed = await reader.send('remove', { article: article.id, back });
		expect([removed.status, location(removed)]).toEqual([303, back]);
		expect(await reader.page(article.path)).toContain('/reading-list?/add"');
		expect(await reader.page()).not.toContain(article.title);
	});

	test('leads to no other site and to no action', async () => {
		const reader = await Reader.make();
		for (const back of ['https://example.com/', '//example.com', '/logout', '/x?/remove']) {
			const answer = await reader.send('add', { article: article.id, back });
			expect([answer.status, location(answer)]).toEqual([303, '/reading-list']);
		}
	});

	test('is a link to sign in for guests, who share the page', async () => {
		const [member, guest] = [await Reader.make(), new Browser()];
		await member.add(article);
		await member.page(article.path);
		const { body } = await guest.visit(article.path);
		expect(body).toContain('Sign in to add it to a reading list');
		expect(body).not.toContain('/reading-list?');
	});

	test('is missing where an account may keep no list', async () => {
		const reader = await Reader.make({ role: await directus.makeRole() });
		expect(await reader.page(article.path)).not.toContain('/reading-list?');
		expect(await reader.page()).toContain('Your account cannot keep a reading list.');
		expect((await reader.add(article)).status).toBe(404);
		expect(await reader.rows()).toEqual([]);
	});
});

describe('G13 a reading list', () => {
	test('is seen and changed by its owner alone, also beside an administrator', async () => {
		const [owner, other, administrator] = [
			await Reader.make(),
			await Reader.make(),
			await Reader.make({ role: await administratorRole() })
		];
		await owner.add(article);
		const [row] = await owner.rows();
		for (const stranger of [other, administrator]) {
			expect(await stranger.page()).not.toContain(article.title);
			for (const [action, fields] of [
				['remove', { id: row?.id ?? 0 }],
				['remove', { article: article.id }],
				['read', { id: row?.id ?? 0 }],
				['move', { id: row?.id ?? 0, position: 1 }]
			] as const) {
				expect((await stranger.send(action, fields)).status).toBe(404);
			}
		}
		expect(await owner.rows()).toEqual([row]);
	});

	test('takes no article that its owner may not read, and tells nothing of it', async () => {
		const reader = await Reader.make();
		const hidden = [premiumArticle.id, draft.id, 999_999_999];
		const answers = await Promise.all(hidden.map((id) => reader.add({ id })));
		for (const answer of answers) {
			expect(answer.status).toBe(404);
			expect(alertIn(answer)).toBe('This article cannot be added to your reading list.');
			expect(answer.body.length).toBe(answers[0]?.body.length);
		}

		const { data } = await signIn(reader.person);
		const refusals = await Promise.all(
			[...hidden, 'x', { id: article.id, title: 'Mine' }, [article.id], 2 ** 40].map((id) =>
				callDirectus('/items/bookmarks', { token: data.access_token, body: { article: id } })
			)
		);
		for (const { status, body } of refusals) {
			expect([status, body]).toEqual([403, refusals[0]?.body]);
		}
		expect(await reader.rows()).toEqual([]);
	});

	test('has an article once, however many requests add it at once', async () => {
		const reader = await Reader.make();
		const { data } = await signIn(reader.person);
		const add = () =>
			callDirectus('/items/bookmarks', {
				token: data.access_token,
				body: { article: article.id }
			});
		const statuses = (await Promise.all(Array.from({ length: 8 }, add))).map(
			({ status }) => status
		);
		expect(statuses.toSorted()).toEqual([200, ...Array<number>(7).fill(400)]);
		expect((await add()).code).toBe('RECORD_NOT_UNIQUE');
		expect((await reader.add(article)).status).toBe(303);
		expect(await reader.rows()).toHaveLength(1);
	});

	test('keeps the title of an article that its owner may no longer read, as long as that is public', async () => {
		const reader = await Reader.make({ role: premium.id });
		const lost = await directus.makeArticle({ audience: 'premium' });
		await reader.add(lost);
		await directus.send('PATCH', `/users/${reader.person.id}`, { role: member.id });
		const list = await reader.page();
		expect(list).toContain(lost.title);
		expect(list).not.toContain(lost.words);
		expect(await reader.page(lost.path)).toContain('/reading-list?/remove"');

		await directus.send('PATCH', `/items/articles/${lost.id}`, { status: 'archived' });
		const without = await reader.page();
		expect(without).not.toContain(lost.title);
		expect(without).toContain('This article is no longer available.');
		const [row] = await reader.rows();
		expect((await reader.send('remove', { id: row?.id ?? 0 })).status).toBe(303);
		expect(await reader.rows()).toEqual([]);
	});
});

describe('the order of a reading list', () => {
	test('begins with the latest, and is what its owner makes of it', async () => {
		const reader = await Reader.make();
		const [first, second, third] = await directus.makeArticles(3);
		if (!first || !second || !third) throw new Error('There are no articles.');
		for (const one of [first, second, third]) await reader.add(one);
		const order = async () => (await reader.rows()).map((row) => row.article);
		expect(await order()).toEqual([third.id, second.id, first.id]);

		const [, , last] = await reader.rows();
		const moved = await reader.send('move', { id: last?.id ?? 0, position: 1 });
		expect([moved.status, location(moved)]).toEqual([303, '/reading-list']);
		expect(await order()).toEqual([first.id, third.id, second.id]);
		await reader.send('move', { id: last?.id ?? 0, position: 99 });
		expect(await order()).toEqual([third.id, second.id, first.id]);

		await reader.add(article);
		expect(await order()).toEqual([article.id, third.id, second.id, first.id]);
		const titles = [article, third, second, first].map(({ title }) => title);
		expect((await reader.page()).match(/An article [\w-]{36}(?=<\/a)/g)).toEqual(titles);
	});

	test('stays whole when two tabs move at once, and is as quick with 500 articles', async () => {
		const reader = await Reader.make();
		const ids = (await directus.makeArticles(MANY)).map(({ id }) => id);
		const { data } = await signIn(reader.person);
		await callDirectus('/items/bookmarks', {
			token: data.access_token,
			body: ids.map((id) => ({ article: id }))
		});
		const rows = await reader.rows();
		expect(rows).toHaveLength(MANY);

		const moves = [
			{ id: rows[499]?.id ?? 0, position: 1 },
			{ id: rows[0]?.id ?? 0, position: 500 },
			{ id: rows[250]?.id ?? 0, position: 1 },
			{ id: rows[251]?.id ?? 0, position: 1 }
		];
		const answers = await Promise.all(moves.map((move) => reader.send('move', move)));
		expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
		const after = await reader.rows();
		expect(after.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1));
		const moved = new Set(moves.map(({ id }) => id));
		const unmoved = (all: Row[]) => all.map(({ id }) => id).filter((id) => !moved.has(id));
		expect(unmoved(after)).toEqual(unmoved(rows));
		expect(new Set(after.slice(0, 3).map(({ id }) => id))).toEqual(
			new Set([rows[499]?.id, rows[250]?.id, rows[251]?.id])
		);
		expect(after.at(-1)?.id).toBe(rows[0]?.id);

		const page = await reader.page('/reading-list?page=10');
		expect(page).toContain('500 articles, 500 unread');
		expect(page.match(/data-entry/g)).toHaveLength(50);
		expect(page).toContain('Page 10 of 10');
	});
});

test('a read article leaves the unread ones, and a form leads back to the part of the list it was in', async () => {
	const reader = await Reader.make();
	await reader.add(article);
	const [row] = await reader.rows();
	const id = String(row?.id);

	const marked = await reader.send('read&show=unread', { id });
	expect(location(marked)).toBe('/reading-list?show=unread');
	expect((await reader.rows())[0]?.read).toBe(true);
	expect(await reader.page('/reading-list?show=unread')).toContain('You have read everything');
	expect(await reader.page()).toContain('Mark as unread');

	await reader.send('read', { id, read: 'no' });
	expect(await reader.page('/reading-list?show=unread')).toContain(article.title);
});

async function administratorRole(): Promise<string> {
	const [administrator] = await directus.send<{ role: string }[]>(
		'GET',
		'/users?filter[role][policies][policy][admin_access][_eq]=true&fields=role&limit=1'
	);
	return administrator?.role ?? '';
}
