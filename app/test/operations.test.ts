import { once } from 'node:events';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser, location } from './browser.ts';
import { Directus } from './directus.ts';
import { installation } from './installation.ts';
import { failToStart, type OwnApp, startApp } from './own-app.ts';
import { type Fate, Relay } from './faults/relay.ts';

const guest = new Browser();
/** For what never comes; nothing here is about speed. */
const PATIENCE = { timeout: 20_000 };

describe('for operators', () => {
	let relay: Relay;
	let app: OwnApp;
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('healthz says that the process is alive, whatever Directus does', async () => {
		relay.fate = () => 'cut';
		const { status, body } = await new Browser(app.url).visit('/healthz');
		expect([status, body]).toEqual([200, 'ok\n']);
	});

	test('readyz says that the site can serve, with one question to Directus', async () => {
		relay.fate = () => 'pass';
		relay.requests.length = 0;
		const { status } = await new Browser(app.url).visit('/readyz');
		expect(status).toBe(200);
		expect(relay.requests.map(({ path }) => path)).toEqual(['/portico/ready']);
	});

	test.each<[string, Fate]>([
		['breaks the connection', 'cut'],
		['does not answer', 'hang'],
		['has lost its database', { status: 503, body: '{"errors":[]}' }],
		['has lost the extension', { status: 404, body: '{"errors":[]}' }]
	])('readyz says that it cannot while Directus %s', async (_, fate) => {
		relay.fate = () => fate;
		const { status, headers } = await new Browser(app.url).visit('/readyz');
		expect(status).toBe(503);
		expect(headers.has('retry-after')).toBe(true);
	});
});

describe('H07 being asked to stop', () => {
	test('finishes a sign-in under way and delivers its cookies, then ends', async () => {
		const directus = new Directus(installation);
		const person = await directus.makePerson();
		const relay = await Relay.to(installation.directusUrl);
		const app = await startApp({ DIRECTUS_URL: relay.url });
		const browser = new Browser(app.url);
		relay.fate = ({ path }) => (path === '/portico/session' ? 'hang' : 'pass');

		const signingIn = browser.signIn(person);
		await expect.poll(() => relay.count('/portico/session'), PATIENCE).toBe(1);
		const stopping = app.stop();
		const visited = () => browser.visit('/healthz').catch(() => 'refused');
		await expect.poll(visited, PATIENCE).toBe('refused');
		relay.release();

		expect((await signingIn).status).toBe(303);
		expect(browser.cookies.has('refresh_token')).toBe(true);
		expect(await stopping).toBe(0);
		await relay.close();
		await directus.clear();
	});

	test('does not wait for connections that only stand open', async () => {
		const app = await startApp({ DIRECTUS_URL: installation.directusUrl });
		const socket = createConnection(Number(new URL(app.url).port), '127.0.0.1');
		socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
		await once(socket, 'data');
		expect(await app.stop()).toBe(0);
		socket.destroy();
	});
});

test('password managers find where a password is changed', async () => {
	const { status, headers } = await guest.visit('/.well-known/change-password');
	expect([302, 303, 307]).toContain(status);
	expect((await guest.visit(headers.get('location') ?? '')).status).toBe(200);
});

describe('the other name of this machine', () => {
	const host = new URL(installation.url).host.replace('127.0.0.1', 'localhost');

	test('leads to the one of the site, with path and query', async () => {
		const answer = await guest.visit('/articles?page=2', { host });
		expect(answer.status).toBe(308);
		expect(location(answer)).toBe(`${installation.url}/articles?page=2`);
	});

	test('leads nowhere else, whatever the path', async () => {
		for (const path of ['//evil.example', '/\\evil.example', '@evil.example', '/%0d%0aa:b']) {
			const answer = await guest.visit(path, { host });
			const to = location(answer);
			if (to) expect(new URL(to, installation.url).origin).toBe(installation.url);
		}
	});

	test('takes no form', async () => {
		const origin = `http://${host}`;
		expect((await guest.submit('/signin?/login', {}, { host, origin })).status).toBe(403);
	});
});

test('a request that is no HTTP of ours is answered, and the next one served', async () => {
	const { hostname, port } = new URL(installation.url);
	for (const raw of [
		'GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n',
		'GET * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
		'OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
		'GET / HTTP/1.0\r\n\r\n',
		'GET //\\\\\\ HTTP/1.1\r\nhost: :::\r\nconnection: close\r\n\r\n',
		'nonsense\r\n\r\n'
	]) {
		const socket = createConnection(Number(port), hostname);
		socket.write(raw);
		const answer = await text(socket);
		expect(answer, raw).toMatch(/^HTTP\/1\.1 [234]\d\d/);
		expect(answer, raw).not.toMatch(/^location:.*evil\.example/im);
	}
	expect((await guest.visit('/healthz')).status).toBe(200);
});

describe('H08 a wrong environment stops the app with the name of the variable', () => {
	const right = { DIRECTUS_URL: installation.directusUrl };

	test.each<[string, Record<string, string>]>([
		['DIRECTUS_URL', { DIRECTUS_URL: '' }],
		['DIRECTUS_URL', { DIRECTUS_URL: 'directus:8055' }],
		['DIRECTUS_URL', { DIRECTUS_URL: 'ftp://directus' }],
		['APP_ORIGIN', { ...right, APP_ORIGIN: '' }],
		['APP_ORIGIN', { ...right, APP_ORIGIN: 'portico.example' }],
		['APP_ORIGIN', { ...right, APP_ORIGIN: 'http://portico.example' }],
		['APP_ORIGIN', { ...right, APP_ORIGIN: 'https://portico.example/site' }],
		['REFRESH_TOKEN_TTL', { ...right, REFRESH_TOKEN_TTL: 'a week' }],
		['RATE_LIMIT_SIGNUP', { ...right, RATE_LIMIT_SIGNUP: 'none' }],
		['RATE_LIMIT_PER_ADDRESS', { ...right, RATE_LIMIT_PER_ADDRESS: '0' }],
		['PORTICO_EVENTS_SECRET', { ...right, PORTICO_EVENTS_SECRET: 'whsec_dG9vIHNob3J0' }],
		[
			'PORTICO_EVENTS_SECRET',
			{ ...right, PORTICO_EVENTS_SECRET: 'not base64, but long enough for it' }
		]
	])('%s: %o', async (name, variables) => {
		const { code, output } = await failToStart(variables);
		expect(code).toBe(1);
		expect(output).toContain(name);
	});

	test('a port in use is named', async () => {
		const { port } = new URL(installation.url);
		const { code, output } = await failToStart({ ...right, PORT: port });
		expect(code).toBe(1);
		expect(output).toContain(`Port ${port} is in use`);
	});
});
