import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { editor, member, premium } from '../../directus/access/roles.ts';
import { asTheApp } from '../support/app-proof.ts';
import { freePorts } from '../../scripts/site/ports.ts';
import { Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { PICTURE } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';
import { Listener, type ReceivedEvent } from '../support/listener.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';

const ROUTE = '/hooks/directus';
const KEY = randomBytes(32);
const PORTICO_EVENTS_SECRET = `whsec_${KEY.toString('base64')}`;
/** A second on an idle machine; the user cache would expire only after twenty. */
const AT_ONCE = { timeout: 10_000, interval: 50 };
/** For cache entries to expire by themselves. */
const WITHIN_TWENTY_SECONDS = { timeout: 25_000, interval: 500 };
/** A limit for failures: usually a second is enough. */
const POLL = { timeout: 15_000, interval: 50 };
/** Directus works whether or not the site listens. */
const CLOSED_PORT = 'http://127.0.0.1:9/';

let ownDirectus: OwnDirectus;
let directus: Directus;
let listener: Listener;
/**
 * Two that receive events of Directus; with Redis, two of which one receives them, as behind the name of a
 * service; and one that receives none.
 */
let notified: OwnApp[];
let unnotified: OwnApp;
beforeAll(async () => {
	const ports = await freePorts(installation.redisUrl ? 3 : 2);
	listener = await Listener.open();
	ownDirectus = await startDirectus({
		PORTICO_EVENTS_SECRET,
		PORTICO_EVENTS_URLS: [
			CLOSED_PORT,
			...ports.map((port) => `http://127.0.0.1:${port}${ROUTE}`),
			listener.url
		].join(',')
	});
	directus = new Directus(ownDirectus);
	const variables = { DIRECTUS_URL: ownDirectus.directusUrl, PORTICO_EVENTS_SECRET };
	const apps = ports.map((port) => ({ ...variables, PORT: String(port) }));
	const replicas = installation.redisUrl
		? [...apps.splice(2), variables].map((own) => ({
				...own,
				REDIS_URL: installation.redisUrl ?? ''
			}))
		: [];
	notified = await Promise.all([...apps, ...replicas].map((own) => startApp(own)));
	unnotified = await startApp(variables);
}, 300_000);
afterAll(async () => {
	await Promise.all([...notified, unnotified].map((app) => app.stop()));
	await ownDirectus.end();
	await listener.close();
});

/** One session in a browser at each app, which have all cached its owner just now. */
async function memberSeenNow(values: object = {}) {
	const person = await directus.makePerson(values);
	const [first = unnotified] = notified;
	const browser = await Browser.signedIn(person, first.url);
	const at = ({ url }: OwnApp) => {
		const twin = new Browser(url);
		for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
		return twin;
	};
	const browsers = { notified: notified.map(at), unnotified: at(unnotified) };
	for (const one of [...browsers.notified, browsers.unnotified]) {
		expect((await one.visit('/profile')).status).toBe(200);
	}
	return { ...person, ...browsers };
}

type Seen = Awaited<ReturnType<typeof memberSeenNow>>;

const isSignedIn = async (browser: Browser) => (await browser.visit('/profile')).status === 200;

async function expectSignedOutAtOnce({ notified, unnotified }: Seen): Promise<void> {
	for (const browser of notified) await expect.poll(() => isSignedIn(browser), AT_ONCE).toBe(false);
	expect(await isSignedIn(unnotified)).toBe(true);
}

describe('G05 at once, in every process that receives events:', () => {
	test('access tokens have the default lifetime of five minutes', async () => {
		const { notified } = await memberSeenNow();
		const claims = jwt.decode(notified[0]?.cookies.get('access_token') ?? '', { json: true });
		expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(300);
	});

	test('a suspended person is signed out', async () => {
		const seen = await memberSeenNow();
		await directus.send('PATCH', `/users/${seen.id}`, { status: 'suspended' });
		await expectSignedOutAtOnce(seen);
	});

	test('a deleted person is signed out', async () => {
		const seen = await memberSeenNow();
		await directus.send('DELETE', `/users/${seen.id}`);
		await expectSignedOutAtOnce(seen);
	});

	test('a new password ends the sessions that the old one began', async () => {
		const seen = await memberSeenNow();
		await directus.send('PATCH', `/users/${seen.id}`, { password: randomUUID() });
		await expectSignedOutAtOnce(seen);
	});

	test('a member who signs out in one process is signed out in the others', async () => {
		const seen = await memberSeenNow();
		await seen.notified[0]?.clone().submit('/logout', {});
		await expectSignedOutAtOnce(seen);
	});

	test('C07 a copied access token is refused after sign-out', async () => {
		const seen = await memberSeenNow();
		for (const browser of seen.notified) browser.cookies.delete('refresh_token');
		await seen.unnotified.clone().submit('/logout', {});
		for (const browser of seen.notified) {
			await expect.poll(() => isSignedIn(browser), AT_ONCE).toBe(false);
		}
	});

	test('a member who signs out at Directus is signed out', async () => {
		const seen = await memberSeenNow();
		const refreshToken = seen.unnotified.cookies.get('refresh_token');
		await post('/auth/logout', { refresh_token: refreshToken });
		await expectSignedOutAtOnce(seen);
	});

	test('a changed role applies, in the same session', async () => {
		const article = await directus.makeArticle({ audience: 'premium' });
		const { id, notified, unnotified } = await memberSeenNow();
		await directus.send('PATCH', `/users/${id}`, { role: premium.id });
		for (const browser of notified) {
			await expect
				.poll(async () => (await browser.visit(article.path)).body, AT_ONCE)
				.toContain(article.words);
			expect((await browser.visit('/profile')).body).toContain('Premium');
		}
		expect((await unnotified.visit('/profile')).body).not.toContain('Premium');
	});

	test('a lesser role loses access, and the person stays signed in', async () => {
		const article = await directus.makeArticle({ audience: 'premium' });
		const { id, notified } = await memberSeenNow({ role: premium.id });
		for (const browser of notified) {
			expect((await browser.visit(article.path)).body).toContain(article.words);
		}
		await directus.send('PATCH', `/users/${id}`, { role: member.id });
		for (const browser of notified) {
			await expect
				.poll(async () => (await browser.visit(article.path)).body, AT_ONCE)
				.not.toContain(article.words);
			expect(await isSignedIn(browser)).toBe(true);
		}
	});

	test('a person who loses access to Studio is signed out, of Studio too', async () => {
		const seen = await memberSeenNow({ role: editor.id });
		const studio = await post<Tokens>('/auth/login', seen);
		await directus.send('PATCH', `/users/${seen.id}`, { role: member.id });
		await expectSignedOutAtOnce(seen);
		expect(await refreshes('/auth/refresh', studio)).toBe(false);
	});

	test('a person whose role is removed is signed out', async () => {
		const role = await directus.makeRole();
		const seen = await memberSeenNow({ role });
		await directus.send('DELETE', `/roles/${role}`);
		await expectSignedOutAtOnce(seen);
	});

	test('a renamed role shows its new name', async () => {
		const role = await directus.makeRole();
		const { notified, unnotified } = await memberSeenNow({ role });
		await directus.send('PATCH', `/roles/${role}`, { name: 'Reader' });
		for (const browser of notified) {
			await expect
				.poll(async () => (await browser.visit('/profile')).body, AT_ONCE)
				.toContain('Reader');
		}
		expect((await unnotified.visit('/profile')).body).not.toContain('Reader');
	});
});

test('G05 after a lost event a change applies within twenty seconds', async () => {
	const { id, unnotified } = await memberSeenNow();
	await directus.send('PATCH', `/users/${id}`, { status: 'suspended' });
	expect(await isSignedIn(unnotified)).toBe(true);
	await expect.poll(() => isSignedIn(unnotified), WITHIN_TWENTY_SECONDS).toBe(false);
});

describe('a role with Studio access', () => {
	test.each([
		['taken', editor.id, member.id],
		['given', member.id, editor.id]
	])('that is %s ends every session of the person', async (_, before, after) => {
		const person = await directus.makePerson({ role: before });
		const [session, studio] = await Promise.all([
			post<Tokens>('/portico/session', person),
			post<Tokens>('/auth/login', person)
		]);
		await directus.send('PATCH', `/users/${person.id}`, { role: after });

		await expect.poll(() => refreshes('/portico/session/refresh', session), POLL).toBe(false);
		await expect.poll(() => refreshes('/auth/refresh', studio), POLL).toBe(false);
	});

	test('that is set to the same value ends no session', async () => {
		const person = await directus.makePerson({ role: editor.id });
		const session = await post<Tokens>('/portico/session', person);
		const { id } = person;
		await directus.send('PATCH', `/users/${id}`, { role: editor.id, first_name: 'Ada' });
		// the second event has been processed by then
		await expect.poll(() => listener.about(id).length, POLL).toBe(2);
		expect(await refreshes('/portico/session/refresh', session)).toBe(true);
	});
});

describe('Directus sends an event', () => {
	beforeEach(() => {
		listener.status = 204;
		listener.received.length = 0;
	});

	const eventAbout = async (name: string): Promise<ReceivedEvent> => {
		await expect.poll(() => listener.about(name).length, POLL).toBeGreaterThan(0);
		return listener.about(name)[0] ?? expect.fail();
	};

	test('about people, content and files, by name', async () => {
		const { id } = await directus.makePerson();
		await directus.send('PATCH', `/users/${id}`, { first_name: 'Ada' });
		expect((await eventAbout(id)).data.users).toEqual([id]);

		await directus.makeArticle({ audience: 'public' });
		expect((await eventAbout('articles')).data.users).toEqual([]);
		await directus.makeFile(PICTURE, 'image/png', 'public');
		await eventAbout('directus_files');
	});

	test('but none about rows that no content is made of', async () => {
		const { id: article } = await directus.makeArticle({ audience: 'public' });
		await eventAbout('articles');
		await directus.makeItem('bookmarks', { article });
		await directus.makeItem('comments', { article, body: 'A comment' });
		await directus.send('PATCH', '/settings', { project_descriptor: 'A test' });
		// an event in order would have arrived before this
		await directus.makeCategory();
		await eventAbout('categories');
		for (const name of ['bookmarks', 'comments', 'directus_settings'])
			expect(listener.about(name), name).toEqual([]);
	});

	test('about rows that the rule of a policy looks into for content', async () => {
		const { id: policy } = await directus.makeItem<{ id: string }>('directus_policies', {
			name: 'A test'
		});
		const { id: article } = await directus.makeArticle({ audience: 'public' });
		await directus.send('POST', '/permissions', {
			policy,
			collection: 'articles',
			action: 'read',
			fields: ['id'],
			permissions: { '$FOLLOW(comments,article)': { id: { _nnull: true } } }
		});
		await eventAbout('directus_permissions');
		await directus.makeItem('comments', { article, body: 'A comment' });
		await eventAbout('comments');
	});

	test('about permissions that concerns all users', async () => {
		const { id } = await directus.send<{ id: string }>('POST', '/policies', { name: 'A test' });
		expect((await eventAbout('directus_policies')).data.users).toBe('all');
		const permission = { policy: id, collection: 'pages', action: 'read', fields: ['*'] };
		await directus.send('POST', '/permissions', permission);
		expect((await eventAbout('directus_permissions')).data.users).toBe('all');
		await directus.send('POST', '/access', { policy: id, role: member.id });
		expect((await eventAbout('directus_access')).data.users).toBe('all');
		await directus.send('DELETE', `/policies/${id}`);
	});

	test('a second time, for reads in between', async () => {
		const { id } = await directus.makePerson();
		await directus.send('PATCH', `/users/${id}`, { status: 'suspended' });
		await expect.poll(() => listener.about(id).length, POLL).toBe(2);
		const ids = listener.about(id).map(({ headers }) => headers.get('webhook-id'));
		expect(new Set(ids).size).toBe(2);
	});

	test('about many changes in few messages', async () => {
		const people = await Promise.all(Array.from({ length: 5 }, () => directus.makePerson()));
		await Promise.all(
			people.map(({ id }) => directus.send('PATCH', `/users/${id}`, { title: 'x' }))
		);
		for (const { id } of people) await eventAbout(id);
		await directus.send('PATCH', '/users', {
			keys: people.map(({ id }) => id),
			data: { status: 'suspended' }
		});
		const ids = people.map(({ id }) => id).sort();
		await expect
			.poll(
				() => listener.received.some(({ data }) => [...data.users].sort().join() === ids.join()),
				POLL
			)
			.toBe(true);
	});

	test('but none about new people, or about navigation in Studio', async () => {
		const { id } = await directus.makePerson();
		await directus.send('PATCH', `/users/${id}`, { last_page: '/content' });
		// an event in order would have arrived before this
		const { id: another } = await directus.makePerson();
		await directus.send('PATCH', `/users/${another}`, { first_name: 'Ada' });
		await eventAbout(another);
		expect(listener.about(id)).toEqual([]);
	});

	test('again under the same id where it was not delivered, without delaying the change', async () => {
		const { id } = await directus.makePerson();
		listener.status = null;
		await directus.send('PATCH', `/users/${id}`, { first_name: 'Ada' });
		expect(listener.about(id).length).toBeLessThan(3);
		const { headers } = await eventAbout(id);
		const deliveries = () =>
			listener
				.about(id)
				.filter((one) => one.headers.get('webhook-id') === headers.get('webhook-id')).length;
		await expect.poll(deliveries, POLL).toBe(3);
	});
});

describe('a message that Directus did not send', () => {
	/** Suspended, without an event to the app. */
	async function signOutUnnoticed() {
		const seen = await memberSeenNow();
		await directus.send('PATCH', `/users/${seen.id}`, { status: 'suspended' });
		expect(await isSignedIn(seen.unnotified)).toBe(true);
		return seen;
	}

	const now = () => Math.floor(Date.now() / 1000);

	function message(users: string[] | 'all', { key = KEY, at = now() } = {}) {
		const id = `msg_${randomUUID()}`;
		const body = JSON.stringify({
			type: 'directus.changed',
			timestamp: new Date(at * 1000).toISOString(),
			data: { users, collections: [] }
		});
		const mac = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
		const headers = {
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': String(at),
			'webhook-signature': `v1,${mac}`
		};
		return { headers, body };
	}

	const send = async ({ headers, body }: ReturnType<typeof message>, url = unnotified.url) =>
		(await new Browser(url).send('POST', ROUTE, { headers, body })).status;

	test('is refused and invalidates nothing; a genuine one does', async () => {
		const { id, unnotified } = await signOutUnnoticed();
		const right = message([id]);
		const signature = { 'webhook-signature': '' };
		expect(await send({ ...right, headers: { ...right.headers, ...signature } })).toBe(401);
		expect(await send({ ...right, body: right.body.replace(id, 'all') })).toBe(401);
		expect(await send({ ...right, body: right.body.slice(0, -1) })).toBe(401);
		expect(await send({ ...right, body: '' })).toBe(401);
		expect(await send(message('all', { key: randomBytes(32) }))).toBe(401);
		expect(await send(message('all', { at: now() - 150 }))).toBe(401);
		expect(await send(message('all', { at: now() + 150 }))).toBe(401);
		expect(await send({ ...right, body: 'x'.repeat(100_000) })).toBe(400);
		expect(await send({ ...right, body: 'x'.repeat(3_000_000) })).toBe(413);
		expect(await isSignedIn(unnotified)).toBe(true);

		expect(await send(right)).toBe(204);
		expect(await isSignedIn(unnotified)).toBe(false);
	});

	test('but an attacker replays invalidates nothing', async () => {
		const said = message('all');
		expect(await send(said)).toBe(204);
		const { id, unnotified } = await signOutUnnoticed();
		expect(await send(said)).toBe(409);
		expect(await isSignedIn(unnotified)).toBe(true);
		expect(await send(message([id]))).toBe(204);
		expect(await isSignedIn(unnotified)).toBe(false);
	});

	test('C03 is accepted with POST only', async () => {
		for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
			const { headers } = message('all');
			const { status } = await new Browser(unnotified.url).send(method, ROUTE, { headers });
			expect(status, method).toBe(405);
		}
	});

	test('is not accepted by an app without the secret', async () => {
		const app = await startApp({
			DIRECTUS_URL: ownDirectus.directusUrl,
			PORTICO_EVENTS_SECRET: ''
		});
		expect(await send(message('all'), app.url)).toBe(404);
		await app.stop();
	});
});

type Tokens = { refresh_token: string };

async function post<T>(path: string, body: object): Promise<T> {
	const { email, password, refresh_token } = body as Partial<Person & Tokens>;
	const response = await fetch(ownDirectus.directusUrl + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...asTheApp(PORTICO_EVENTS_SECRET) },
		body: JSON.stringify({ email, password, refresh_token })
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${path}: ${response.status}`);
	return (text ? (JSON.parse(text) as { data: T }).data : undefined) as T; // as the path answers
}

function refreshes(path: string, { refresh_token }: Tokens): Promise<boolean> {
	return post(path, { refresh_token }).then(
		() => true,
		() => false
	);
}
