// Secrets are replaced while people are signed in: the steps of an operator, and their effect on members.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asTheApp } from '../support/app-proof.ts';
import { freePorts } from '../../scripts/site/ports.ts';
import { Browser } from '../support/browser.ts';
import { type Article, Directus, type Person } from '../support/directus.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';

const OWN_DIRECTUS_MILLISECONDS = 300_000;
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
/** A second on an idle machine; the user cache would expire only after twenty. */
const AT_ONCE = { timeout: 10_000, interval: 50 };

const oldSecret = newSecret();
const nextSecret = newSecret();

let own: OwnDirectus;
let app: OwnApp;
/** One that receives no events. */
let unnotified: OwnApp;
let port: number;
let directus: Directus;
let article: Article;
beforeAll(async () => {
	[port = 0] = await freePorts(1);
	own = await startDirectus({
		PORTICO_EVENTS_URLS: `http://127.0.0.1:${port}/hooks/directus`,
		PORTICO_EVENTS_SECRET: oldSecret,
		// the app, whose proof counts, must not run into this limit for other clients
		RATE_LIMIT_PER_ADDRESS: '6'
	});
	app = await startOn(oldSecret);
	unnotified = await startApp({ DIRECTUS_URL: own.directusUrl, PORTICO_EVENTS_SECRET: oldSecret });
	directus = new Directus(own);
	article = await directus.makeArticle({ audience: 'members' });
}, OWN_DIRECTUS_MILLISECONDS);
afterAll(async () => {
	await Promise.all([app.stop(), unnotified.stop()]);
	await own.end();
});

const startOn = (PORTICO_EVENTS_SECRET: string) =>
	startApp({ PORT: String(port), DIRECTUS_URL: own.directusUrl, PORTICO_EVENTS_SECRET });

async function restartDirectus(variables: Record<string, string>): Promise<void> {
	await own.kill();
	await own.restart(variables);
}

async function restartApp(secret: string): Promise<void> {
	await app.stop();
	app = await startOn(secret);
}

async function studioSession(): Promise<string> {
	const login = await atDirectus('/auth/login', { ...own.administrator, mode: 'session' });
	expect(login.status).toBe(200);
	const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
	expect((await atDirectus('/auth/refresh', { mode: 'session' }, cookie)).status).toBe(200);
	return cookie;
}

function atDirectus(path: string, body: object, cookie = ''): Promise<Response> {
	return fetch(own.directusUrl + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', cookie },
		body: JSON.stringify(body)
	});
}

describe('after a change of SECRET', () => {
	let person: Person;
	/** They have all read just now, so that the apps have cached the owners of their tokens. */
	let reading: Browser;
	let readingUnnotified: Browser;
	let idle: Browser;
	let token: string;
	let studio: string;
	beforeAll(async () => {
		person = await directus.makePerson();
		reading = await Browser.signedIn(person, app.url);
		readingUnnotified = await Browser.signedIn(person, unnotified.url);
		idle = await Browser.signedIn(person, app.url);
		token = idle.cookies.get('access_token') ?? '';
		studio = await studioSession();
		await own.kill();
		for (const browser of [reading, readingUnnotified]) await browser.visit('/profile');
		await own.restart({ SECRET: randomUUID() });
		directus = new Directus(own);
	}, OWN_DIRECTUS_MILLISECONDS);

	test('Directus refuses old access tokens', async () => {
		const { status } = await fetch(`${own.directusUrl}/portico/me`, {
			headers: { ...asTheApp(oldSecret), authorization: `Bearer ${token}` }
		});
		expect([401, 403]).toContain(status);
	});

	test('active sessions survive a SECRET rotation', async () => {
		const read = async () => {
			const { status, body } = await reading.visit(article.path);
			// until it has received the event of Directus' start
			if (status !== 200) expect(status).toBe(503);
			return body;
		};
		await expect.poll(read, AT_ONCE).toContain(article.words);
	});

	test('a member at an app without events is signed in again within two requests', async () => {
		// 200 where Directus took so long to start that the cache has expired
		expect([200, 503]).toContain((await readingUnnotified.visit(article.path)).status);
		expect((await readingUnnotified.visit(article.path)).body).toContain(article.words);
	});

	test('Studio requires a new sign-in', async () => {
		const { status } = await atDirectus('/auth/refresh', { mode: 'session' }, studio);
		expect([401, 403]).toContain(status);
	});

	test('a member who returns later is signed in, with new tokens', async () => {
		expect((await idle.visit('/profile')).body).toContain(person.email);
		expect(idle.cookies.get('access_token')).not.toBe(token);
		expect(idle.cookies.has('refresh_token')).toBe(true);
	});
});

describe('PORTICO_EVENTS_SECRET is replaced in two steps:', () => {
	const both = `${nextSecret},${oldSecret}`;

	test.each<[string, () => Promise<void>]>([
		['before', () => Promise.resolve()],
		['Directus takes both', () => restartDirectus({ PORTICO_EVENTS_SECRET: both })],
		['the app takes both', () => restartApp(both)],
		['the app takes the new one', () => restartApp(nextSecret)],
		['Directus takes the new one', () => restartDirectus({ PORTICO_EVENTS_SECRET: nextSecret })]
	])(
		'%s: events arrive at once, and sign-ins are accepted as the app’s',
		async (_, step) => {
			const person = await directus.makePerson();
			const browser = await Browser.signedIn(person, app.url);
			await step();
			expect((await browser.visit('/profile')).status).toBe(200);
			// more than a stranger may
			for (let n = 0; n < 8; n += 1) await Browser.signedIn(person, app.url);

			await directus.send('PATCH', `/users/${person.id}`, { status: 'suspended' });
			const status = async () => (await browser.visit('/profile')).status;
			await expect.poll(status, AT_ONCE).toBe(303);
		},
		OWN_DIRECTUS_MILLISECONDS
	);
});

describe('stolen tokens of a suspended member', () => {
	test('stay invalid, even after the suspension ends', async () => {
		const person = await directus.makePerson();
		const browser = await Browser.signedIn(person, app.url);
		const attacker = browser.clone();
		expect((await attacker.visit('/profile')).status).toBe(200);

		for (const status of ['suspended', 'active']) {
			await directus.send('PATCH', `/users/${person.id}`, { status });
		}
		const status = async () => (await attacker.visit('/profile')).status;
		await expect.poll(status, AT_ONCE).toBe(303);
		expect((await (await Browser.signedIn(person, app.url)).visit('/profile')).status).toBe(200);
	});
});
