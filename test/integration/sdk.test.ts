// @directus/sdk, as a page in the browser uses it, against /api/directus.
import {
	aggregate,
	createDirectus,
	createItem,
	createItems,
	deleteItem,
	deleteItems,
	readItem,
	readItems,
	readMe,
	readUsers,
	rest,
	updateItem,
	updateItems,
	updateMe,
	withSearch
} from '@directus/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MEMBER_HEADER } from '@portico/contract/member-header.ts';
import type { Schema } from '../../app/src/lib/server/directus/schema.ts';
import { Browser } from '../support/browser.ts';
import { type Article, Directus, type Person } from '../support/directus.ts';
import { expireAccessToken, REFRESH } from '../support/expired-session.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { Relay } from '../support/relay.ts';

const API = '/api/directus';

const directus = new Directus(installation);
let relay: Relay;
let app: OwnApp;
let person: Person;
let article: Article & { id: number };
let premium: Article & { id: number };
beforeAll(async () => {
	relay = await Relay.to(installation.directusUrl);
	app = await startApp({ DIRECTUS_URL: relay.url });
	person = await directus.makePerson();
	[article, premium] = await Promise.all([made('members'), made('premium')]);
});
afterAll(async () => {
	await Promise.all([app.stop(), relay.close()]);
	await directus.clear();
});

let browser: Browser;
beforeEach(async () => {
	relay.fault = () => 'pass';
	// after failed calls the app sends no request until a probe succeeds
	await expect
		.poll(async () => (await new Browser(app.url).visit('/readyz')).status, { timeout: 20_000 })
		.toBe(200);
	relay.requests.length = 0;
	browser = await Browser.signedIn(person, app.url);
});

async function made(audience: 'members' | 'premium') {
	const article = await directus.makeArticle({ audience });
	const filter = JSON.stringify({ slug: { _eq: article.path.replace('/articles/', '') } });
	const [row] = await directus.send<{ id: number }[]>(
		'GET',
		`/items/articles?filter=${filter}&fields=id`
	);
	return { ...article, id: row?.id ?? expect.fail() };
}

/** What a browser adds to the requests of a page of this site. */
const ownPage = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', origin: '' };

/** The SDK in a page of this browser. */
function sdk(from: Browser = browser, headers: Record<string, string> = {}) {
	const fetch = async (url: string, init: RequestInit = {}) => {
		const { pathname, search } = new URL(url);
		const given = Object.fromEntries(new Headers(init.headers));
		const {
			status,
			body,
			headers: answered
		} = await from.send(init.method ?? 'GET', pathname + search, {
			headers: { ...ownPage, origin: from.origin, ...given, ...headers },
			...(typeof init.body === 'string' && { body: init.body })
		});
		const type = answered.get('content-type') ?? '';
		return new Response(status === 204 ? null : body, {
			status,
			headers: { 'content-type': type }
		});
	};
	return createDirectus<Schema>(app.url + API, { globals: { fetch } }).with(rest());
}

/** The status and the code of a refusal, which the SDK throws in Directus' shape. */
async function refusal(asked: Promise<unknown>) {
	try {
		await asked;
	} catch (error) {
		const { errors, response } = error as {
			errors: { extensions: { code: string } }[];
			response: Response;
		};
		return [response.status, errors[0]?.extensions.code];
	}
	return 'passed on';
}

describe('the SDK in the browser', () => {
	test('G14 reads what the member may read, and nothing else', async () => {
		const slugs = async (query: object) =>
			(await sdk().request(readItems('articles', query))).map(({ id }) => id);
		expect(
			await slugs({ filter: { id: { _in: [article.id, premium.id] } }, fields: ['id'] })
		).toEqual([article.id]);
		const one = await sdk().request(readItem('articles', article.id, { fields: ['id', 'body'] }));
		expect(one.body).toContain(article.words);
		expect(await refusal(sdk().request(readItem('articles', premium.id)))).toEqual([
			403,
			'FORBIDDEN'
		]);
		// all fields of the lists are fields that the policies show
		for (const name of ['articles', 'bookmarks', 'categories', 'comments'] as const)
			expect(await refusal(sdk().request(readItems(name, { limit: 1 }))), name).toBe('passed on');
		const found = await sdk().request(
			withSearch(readItems('articles', { filter: { id: { _eq: article.id } }, fields: ['id'] }))
		);
		expect(found).toEqual([{ id: article.id }]);
		const counted = await sdk().request(
			aggregate('articles', {
				aggregate: { count: '*' },
				query: { filter: { id: { _in: [article.id, premium.id] } } }
			})
		);
		expect(counted).toMatchObject([{ count: expect.anything() as unknown }]);
		expect(Number(counted[0]?.count)).toBe(1);
	});

	test('writes and deletes what is the member’s own', async () => {
		const other = await directus.makePerson();
		const theirs = sdk(await Browser.signedIn(other, app.url));
		expect((await browser.visit(article.path)).body).toContain('data-listed="false"');
		const kept = await sdk().request(createItem('bookmarks', { article: article.id }));
		expect((await browser.visit(article.path)).body).toContain('data-listed="true"');
		expect(kept).toMatchObject({ article: article.id });
		expect(await sdk().request(readItems('bookmarks', { fields: ['id'] }))).toContainEqual({
			id: kept.id
		});
		expect(await theirs.request(readItems('bookmarks', { fields: ['id'] }))).toEqual([]);
		expect(await refusal(theirs.request(deleteItem('bookmarks', kept.id)))).toEqual([
			403,
			'FORBIDDEN'
		]);
		await sdk().request(deleteItem('bookmarks', kept.id));

		const [first, second] = await sdk().request(
			createItems('comments', [
				{ article: article.id, body: 'One.' },
				{ article: article.id, body: 'Two.' }
			])
		);
		if (!first || !second) throw new Error('Two were made.');
		await sdk().request(updateItem('comments', first.id, { body: 'First.' }));
		await sdk().request(updateItems('comments', [second.id], { body: 'Second.' }));
		const bodies = await sdk().request(
			readItems('comments', { filter: { id: { _in: [first.id, second.id] } }, sort: ['id'] })
		);
		expect(bodies.map(({ body }) => body)).toEqual(['First.', 'Second.']);
		expect(
			await refusal(theirs.request(updateItem('comments', first.id, { body: 'Mine.' })))
		).toEqual([403, 'FORBIDDEN']);
		await sdk().request(deleteItems('comments', [first.id, second.id]));
		expect(
			await sdk().request(readItems('comments', { filter: { id: { _eq: first.id } } }))
		).toEqual([]);
	});

	test('reads and changes the own record, and the page shows it at once', async () => {
		expect(await sdk().request(readMe())).toMatchObject({ id: person.id, email: person.email });
		await sdk().request(updateMe({ first_name: 'Grace' }));
		expect((await browser.visit('/profile')).body).toContain('Grace');
	});

	test('cannot change the address, and says where that is done', async () => {
		const asked = sdk().request(updateMe({ email: 'new@example.com' }));
		await expect(asked).rejects.toMatchObject({
			errors: [
				{
					message: expect.stringContaining('/profile') as unknown,
					extensions: { code: 'FORBIDDEN' }
				}
			]
		});
		expect(await refusal(sdk().request(readUsers()))).toEqual([403, 'FORBIDDEN']);
	});

	test('gets no answer for a guest', async () => {
		const guest = new Browser(app.url);
		expect(await refusal(sdk(guest).request(readItems('articles')))).toEqual([
			401,
			'INVALID_CREDENTIALS'
		]);
		// the page itself reads others
		expect(relay.requests.filter(({ path }) => path.startsWith('/items/articles'))).toEqual([]);
	});

	test('G14 writes nothing from a page that was opened by another member', async () => {
		const before = relay.requests.length;
		const page = sdk(browser, { [MEMBER_HEADER]: (await directus.makePerson()).id });
		expect(await refusal(page.request(createItem('bookmarks', { article: article.id })))).toEqual([
			409,
			'MEMBER_CHANGED'
		]);
		expect(
			relay.requests.slice(before).filter(({ path }) => path.startsWith('/items/bookmarks'))
		).toEqual([]);
		const own = sdk(browser, { [MEMBER_HEADER]: person.id });
		expect(await refusal(own.request(readMe()))).toBe('passed on');
	});

	test('R01 with an expired token a thousand calls at once refresh it once', async () => {
		expireAccessToken(browser);
		const tabs = Array.from({ length: 1_000 }, () => browser.clone());
		const answers = await Promise.all(
			tabs.map((tab) => refusal(sdk(tab).request(readMe({ fields: ['id'] }))))
		);
		expect(relay.count(REFRESH)).toBe(1);
		// each is a call to Directus of its own, which keeps some waiting for too long
		for (const answer of answers)
			if (answer !== 'passed on') expect(answer).toEqual([503, 'SERVICE_UNAVAILABLE']);
		expect(answers).toContain('passed on');
		expect((await browser.visit('/profile')).status).toBe(200);
	});

	test('R06 is told to wait while Directus is away, and the session stays', async () => {
		await browser.visit('/profile');
		relay.fault = ({ path }) => (path.startsWith('/items') ? 'cut' : 'pass');
		expect(await refusal(sdk().request(readItems('bookmarks')))).toEqual([
			503,
			'SERVICE_UNAVAILABLE'
		]);
		relay.fault = () => 'pass';
		expect(browser.cookies.has('refresh_token')).toBe(true);
		await expect
			.poll(() => refusal(sdk().request(readItems('bookmarks'))), { timeout: 20_000 })
			.toBe('passed on');
	});
});

describe('a request to /api/directus', () => {
	const send = (method: string, headers: Record<string, string>, body?: string) =>
		browser.send(method, `${API}/items/bookmarks`, {
			headers,
			...(body !== undefined && { body })
		});
	const bookmark = () => JSON.stringify({ article: article.id });
	const json = { 'content-type': 'application/json' };

	test.each<[string, string, Record<string, string>]>([
		['a page of another site', 'GET', { 'sec-fetch-site': 'cross-site' }],
		['a page of a neighboring site', 'GET', { 'sec-fetch-site': 'same-site' }],
		['the address bar', 'GET', { 'sec-fetch-site': 'none' }],
		['another origin', 'GET', { origin: 'https://evil.example' }],
		['an unknown place', 'POST', json]
	])('G14 from %s is refused (%s)', async (_where, method, headers) => {
		const { status, body } = await send(
			method,
			headers,
			method === 'POST' ? bookmark() : undefined
		);
		expect(status).toBe(403);
		expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
	});

	test.each<[string, number, Record<string, string>, string]>([
		['with a form as its body', 415, { 'content-type': 'text/plain' }, '{"article":1}'],
		['with broken JSON', 400, json, '{"article":'],
		['with a large body', 413, json, JSON.stringify({ article: 'x'.repeat(150_000) })],
		['with a huge body', 413, json, JSON.stringify({ article: 'x'.repeat(1_000_000) })]
	])('%s is a %i', async (_what, status, headers, body) => {
		const answer = await send(
			'POST',
			{ ...headers, 'sec-fetch-site': 'same-origin', origin: app.url },
			body
		);
		expect(answer.status).toBe(status);
		expect(JSON.parse(answer.body)).toHaveProperty('errors.0.extensions.code');
	});

	test('is answered for no cache, and without a token', async () => {
		const { status, headers, body } = await send('GET', { 'sec-fetch-site': 'same-origin' });
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('private, no-store');
		for (const value of browser.cookies.values())
			if (value.length > 10) expect(body + JSON.stringify([...headers])).not.toContain(value);
	});
});
