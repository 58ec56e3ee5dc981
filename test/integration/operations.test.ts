import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/site/ports.ts';
import { type Answer, Browser, location } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { failToStart, type OwnApp, startApp } from '../support/own-app.ts';
import { type Fault, Relay } from '../support/relay.ts';

const guest = new Browser();
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
	addresses?.some(({ address }) => address === '::1')
);
/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 20_000 };

describe('for operators', () => {
	let relay: Relay;
	let app: OwnApp;
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('healthz reports that the process is alive, whatever Directus does', async () => {
		relay.fault = () => 'cut';
		const { status, body } = await new Browser(app.url).visit('/healthz');
		expect([status, body]).toEqual([200, 'ok\n']);
	});

	test('readyz reports that the site can serve, with one request to Directus', async () => {
		relay.fault = () => 'pass';
		relay.requests.length = 0;
		const { status } = await new Browser(app.url).visit('/readyz');
		expect(status).toBe(200);
		expect(relay.requests.map(({ path }) => path)).toEqual(['/portico/ready']);
	});

	const unknownRoute = '{"errors":[{"message":"","extensions":{"code":"ROUTE_NOT_FOUND"}}]}';
	test.each<[string, Fault, string]>([
		['breaks the connection', 'cut', 'no answer'],
		['does not answer', 'hang', 'no answer'],
		['has lost its database', { status: 503, body: '{"errors":[]}' }, 'no answer'],
		['has lost the extension', { status: 404, body: unknownRoute }, 'has no Portico extension']
	])('H08 readyz reports that it cannot while Directus %s', async (_, fault, words) => {
		relay.fault = () => fault;
		const { status, headers, body } = await new Browser(app.url).visit('/readyz');
		expect(status).toBe(503);
		expect(headers.has('retry-after')).toBe(true);
		expect(JSON.parse(body)).toMatchObject({ status: 'unavailable', directus: words });
	});
});

describe('H07 on SIGTERM', () => {
	test('the app keeps serving a proxy for DRAIN_SECONDS, and closes each connection after its response', async () => {
		const app = await startApp({ DIRECTUS_URL: installation.directusUrl, DRAIN_SECONDS: '8' });
		const stopping = app.stop();
		const connection = async () => (await fetch(`${app.url}/healthz`)).headers.get('connection');
		await expect.poll(connection, POLL).toBe('close');
		expect(await stopping).toBe(0);
	});

	const inFlight: [string, string, (browser: Browser, person: Person) => Promise<Answer>][] = [
		['a sign-in', '/portico/session', (browser, person) => browser.signIn(person)],
		['a refresh', '/portico/session/refresh', (browser) => browser.visit('/profile')]
	];
	test.each(inFlight)(
		'the app finishes %s in flight and delivers its cookies, then exits',
		async (_, path, send) => {
			const directus = new Directus(installation);
			const person = await directus.makePerson();
			const relay = await Relay.to(installation.directusUrl);
			const app = await startApp({ DIRECTUS_URL: relay.url });
			const browser = new Browser(app.url);
			if (path !== '/portico/session') await browser.signIn(person);
			const before = browser.cookies.get('refresh_token');
			browser.cookies.delete('access_token');
			relay.requests.length = 0;
			relay.fault = (request) => (request.path === path ? 'hang' : 'pass');

			const sent = send(browser, person);
			await expect.poll(() => relay.count(path), POLL).toBe(1);
			const stopping = app.stop();
			const visited = () => new Browser(app.url).visit('/healthz').catch(() => 'refused');
			await expect.poll(visited, POLL).toBe('refused');
			relay.release();

			expect((await sent).status).toBeLessThan(400);
			expect(browser.cookies.has('access_token')).toBe(true);
			expect(browser.cookies.get('refresh_token')).not.toBe(before);
			expect(await stopping).toBe(0);
			await relay.close();
			await directus.clear();
		}
	);

	test('the app does not wait for idle connections', async () => {
		const app = await startApp({ DIRECTUS_URL: installation.directusUrl });
		const socket = createConnection(Number(new URL(app.url).port), '127.0.0.1');
		socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
		await once(socket, 'data');
		expect(await app.stop()).toBe(0);
		socket.destroy();
	});
});

test('the build is a production build, whatever NODE_ENV was', async () => {
	const folder = path.resolve(import.meta.dirname, '../../app/build/server');
	const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
	expect(files).not.toEqual([]);
	for (const file of files) {
		// Kit's warnings are spelled out in builds for development alone
		expect(await readFile(path.join(folder, file), 'utf8'), file).not.toContain('[sveltekit]');
	}
});

test('the well-known address for password managers leads to the page that changes passwords', async () => {
	const { status, headers } = await guest.visit('/.well-known/change-password');
	expect([302, 303, 307]).toContain(status);
	expect((await guest.visit(headers.get('location') ?? '')).status).toBe(200);
});

const { port, hostname } = new URL(installation.url);
const OTHER_ADDRESSES = ['127.0.0.1', ...(hasIpv6 ? ['[::1]'] : [])].map(
	(name) => `${name}:${port}`
);

test('the site is served at localhost', () => {
	expect(hostname).toBe('localhost');
});

describe.each(OTHER_ADDRESSES)('%s, another name of this machine than that of the site', (host) => {
	test.each(['GET', 'HEAD'])('redirects to the site with path and query: %s', async (method) => {
		const { status, headers } = await fetch(`http://${host}/articles?page=2&q=a%20b`, {
			method,
			redirect: 'manual'
		});
		expect(status).toBe(308);
		expect(headers.get('location')).toBe(`${installation.url}/articles?page=2&q=a%20b`);
		expect(headers.get('cache-control')).toBe('no-store');
	});

	test('serves the site if the Host header names it, as browsers do for localhost', async () => {
		const opened = new Browser(`http://${host}`).visit('/healthz', {
			host: new URL(installation.url).host
		});
		expect(await opened).toMatchObject({ status: 200, body: 'ok\n' });
	});

	test('redirects to no other site, whatever the path', async () => {
		for (const path of ['//evil.example', '/\\evil.example', '@evil.example', '/%0d%0aa:b']) {
			const answer = await guest.visit(path, { host });
			const to = location(answer);
			if (to) expect(new URL(to, installation.url).origin).toBe(installation.url);
		}
	});

	test('accepts no form', async () => {
		const origin = `http://${host}`;
		expect((await guest.submit('/signin?/login', {}, { host, origin })).status).toBe(403);
	});
});

test('a site with a loopback address as its name redirects localhost to it', async () => {
	const [port] = await freePorts(1);
	const APP_ORIGIN = `http://127.0.0.1:${port}`;
	const app = await startApp({
		PORT: String(port),
		APP_ORIGIN,
		DIRECTUS_URL: installation.directusUrl
	});
	const answer = await fetch(app.url, { redirect: 'manual' });
	await app.stop();
	expect([answer.status, answer.headers.get('location')]).toEqual([308, `${APP_ORIGIN}/`]);
});

test('loopback names do not redirect to a site with a public name', async () => {
	const app = await startApp({
		APP_ORIGIN: 'https://portico.example',
		DIRECTUS_URL: installation.directusUrl
	});
	const answer = await fetch(`${app.url}/healthz`, { redirect: 'manual' });
	await app.stop();
	expect(answer.status).toBe(200);
});

test('on a machine without IPv6 the app listens on 127.0.0.1 alone', async () => {
	const app = await startApp({
		DIRECTUS_URL: installation.directusUrl,
		NODE_OPTIONS: `--import ${new URL('../faults/no-ipv6.ts', import.meta.url).href}`
	});
	const { port } = new URL(app.url);
	const answer = await fetch(`${app.url}/healthz`);
	const overIpv6 = await fetch(`http://[::1]:${port}/healthz`).catch(() => null);
	await app.stop();
	expect([answer.status, overIpv6]).toEqual([200, null]);
});

test.runIf(hasIpv6)('a port in use on ::1 alone stops the app', async () => {
	const other = createServer().listen(0, '::1');
	await once(other, 'listening');
	const { port } = other.address() as AddressInfo; // it listens on TCP
	const { code, output } = await failToStart({
		PORT: String(port),
		DIRECTUS_URL: installation.directusUrl
	});
	other.close();
	expect(code).toBe(1);
	expect(output).toContain(`Port ${port} is in use`);
});

test('a malformed HTTP request gets a response, and the next one is served', async () => {
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
		['PORTICO_METRICS_PORT', { ...right, PORTICO_METRICS_PORT: '94640' }],
		['REQUEST_ID_HEADER', { ...right, REQUEST_ID_HEADER: 'x-request-id: 1' }],
		['OTEL_EXPORTER_OTLP_ENDPOINT', { ...right, OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
		['OTEL_TRACES_SAMPLER_ARG', { ...right, OTEL_TRACES_SAMPLER_ARG: '10%' }],
		['PORTICO_EVENTS_SECRET', { ...right, PORTICO_EVENTS_SECRET: 'whsec_dG9vIHNob3J0' }],
		[
			'PORTICO_EVENTS_SECRET',
			{ ...right, PORTICO_EVENTS_SECRET: 'not base64, but long enough for it' }
		],
		['DRAIN_SECONDS', { ...right, DRAIN_SECONDS: 'soon' }]
	])('%s: %o', async (name, variables) => {
		const { code, output } = await failToStart(variables);
		expect(code).toBe(1);
		expect(output).toContain(name);
	});

	test('a port in use is named in the error', async () => {
		const { port } = new URL(installation.url);
		const { code, output } = await failToStart({ ...right, PORT: port });
		expect(code).toBe(1);
		expect(output).toContain(`Port ${port} is in use`);
	});
});
