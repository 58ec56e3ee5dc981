import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import {
	createLocalJWKSet,
	decodeJwt,
	decodeProtectedHeader,
	type JSONWebKeySet,
	jwtVerify
} from 'jose';
import { setImmediate as immediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { gatewayKeysText, newGatewayKey, publicJwkOf } from '@portico/contract/gateway.ts';
import { editor, member } from '../../directus/access/roles.ts';
import { freePorts } from '../../scripts/site/ports.ts';
import { type Answer, Browser, location, setCookies } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { ExampleService } from '../support/example-service.ts';
import { expireAccessToken } from '../support/expired-session.ts';
import { servicePorts } from '../support/gateway-services.ts';
import { HostileService } from '../support/hostile-service.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';

const PROGRAM = {
	'sec-fetch-site': 'same-origin',
	'sec-fetch-mode': 'cors',
	'sec-fetch-dest': 'empty'
};

const directus = new Directus(installation);
let person: Person;
let browser: Browser;
let example: ExampleService;
let hostile: HostileService;
beforeAll(async () => {
	const [port, other] = servicePorts();
	person = await directus.makePerson();
	browser = await Browser.signedIn(person);
	example = await ExampleService.start(installation.url, port, 'echo');
	hostile = await HostileService.open(other);
});
afterAll(async () => {
	hostile.close();
	await example.kill();
	await directus.clear();
});
beforeEach(() => {
	hostile.requests.length = 0;
	hostile.headers = {};
	hostile.status = 200;
});

/** Asks as a script of the site does. */
function ask(path: string, headers = {}, asker = browser): Promise<Answer> {
	return asker.send('GET', path, { headers: { ...PROGRAM, ...headers } });
}

/** Writes as a script of the site does. */
function write(method: string, path: string, { headers = {}, body = '{}', writer = browser } = {}) {
	const origin = writer.origin;
	return writer.send(method, path, {
		headers: { ...PROGRAM, origin, 'content-type': 'application/json', ...headers },
		body
	});
}

interface Echo {
	sub: string;
	role: string;
	sid: string;
	method: string;
	url: string;
	bytes: number;
	headers: string[];
}

const echoed = ({ body }: Answer) => JSON.parse(body) as Echo;

async function keySet(url = installation.url): Promise<JSONWebKeySet> {
	return (await fetch(`${url}/.well-known/jwks.json`)).json() as Promise<JSONWebKeySet>;
}

describe('W01 a service', () => {
	test('learns from a verified token who asks, in a session with one name over its refreshes', async () => {
		const first = echoed(await ask('/gateway/echo/a/b?c=d%20e'));
		expect(first).toMatchObject({
			sub: person.id,
			role: member.id,
			method: 'GET',
			url: '/a/b?c=d%20e'
		});
		const refreshed = browser.clone();
		expireAccessToken(refreshed);
		const answer = await ask('/gateway/echo', {}, refreshed);
		expect(setCookies(answer).map(({ name }) => name)).toContain('access_token');
		expect(echoed(answer)).toMatchObject({ sub: person.id, sid: first.sid, url: '/' });
		const other = await Browser.signedIn(person);
		expect(echoed(await ask('/gateway/echo', {}, other)).sid).not.toBe(first.sid);
	});

	test('gets one token for all requests of a session within its minute, and no other service gets it', async () => {
		await ask('/gateway/hostile/a');
		const { token } = hostile;
		await write('POST', '/gateway/hostile/b');
		expect(hostile.token).toBe(token);
		await ask('/gateway/hung/c');
		expect(hostile.token).not.toBe(token);

		const keys = createLocalJWKSet(await keySet());
		const expected = { issuer: installation.url, audience: 'hostile', algorithms: ['EdDSA'] };
		const { payload } = await jwtVerify(token, keys, expected);
		expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
		expect(Object.keys(payload).sort()).toEqual([
			'aud',
			'exp',
			'iat',
			'iss',
			'jti',
			'role',
			'sid',
			'sub'
		]);
		await expect(jwtVerify(hostile.token, keys, expected)).rejects.toThrow('aud');
		// with the token of another service the example answers as to a stranger
		const [port] = servicePorts();
		const direct = { headers: { authorization: `Bearer ${token}` } };
		expect((await fetch(`http://127.0.0.1:${port}`, direct)).status).toBe(401);
	});

	test('the key set holds no private key, and may be cached for five minutes', async () => {
		const answer = await fetch(`${installation.url}/.well-known/jwks.json`);
		expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
		const { keys } = (await answer.json()) as JSONWebKeySet;
		expect(keys.map((key) => Object.keys(key).sort())).toEqual([
			['alg', 'crv', 'kid', 'kty', 'use', 'x']
		]);
	});
});

describe('W02 the gateway is for members', () => {
	test('a guest signs in first, and a program of a guest gets a 401', async () => {
		const guest = new Browser();
		const page = await guest.visit('/gateway/echo/a');
		expect([page.status, location(page)]).toEqual([303, '/signin']);
		expect((await ask('/gateway/echo/a', {}, guest)).status).toBe(401);
		expect((await ask('/gateway/nowhere', {}, guest)).status).toBe(401);
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
			expect((await write(method, '/gateway/echo/a', { writer: guest })).status, method).toBe(401);
		}
	});

	test('only services, methods and roles that are configured reach a service', async () => {
		expect((await ask('/gateway/nowhere/a')).status).toBe(404);
		const answer = await write('PUT', '/gateway/hostile/a');
		expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, DELETE']);
		expect((await ask('/gateway/editors/a')).status).toBe(403);
		// the example service knows no token for this name: it was reached
		const writer = await Browser.signedIn(await directus.makePerson({ role: editor.id }));
		expect((await ask('/gateway/editors/a', {}, writer)).status).toBe(401);
		expect(hostile.requests).toEqual([]);
	});

	test('a suspended member is refused within a second, and an answer that is in flight ends', async () => {
		const own = await directus.makePerson();
		const visitor = await Browser.signedIn(own);
		const events = await stream(visitor, '/gateway/echo/events');
		const [first] = (await once(events, 'data')) as [Buffer];
		expect(String(first)).toBe(`data: ${own.id}\n\n`);
		// where it does not end, the test does not
		const ended = new Promise((settle) => events.on('error', () => {}).on('close', settle));
		await directus.send('PATCH', `/users/${own.id}`, { status: 'suspended' });
		await ended;
		expect((await ask('/gateway/echo/a', {}, visitor)).status).toBe(401);
	});
});

/** An answer that goes on. */
async function stream({ cookies, origin }: Browser, path: string): Promise<IncomingMessage> {
	const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	const sent = request(origin + path, { agent: false, headers: { ...PROGRAM, cookie } });
	const [answer] = (await once(sent.end(), 'response')) as [IncomingMessage];
	return answer;
}

test('W03 cookies, credentials, hop-by-hop and forwarding headers reach no service', async () => {
	await write('POST', '/gateway/hostile/a', {
		headers: {
			authorization: 'Bearer mine',
			connection: 'keep-alive, x-private',
			'x-private': '1',
			forwarded: 'for=192.0.2.1',
			'x-forwarded-for': '192.0.2.1',
			'x-forwarded-host': 'evil.example',
			'x-real-ip': '192.0.2.1',
			'proxy-authorization': 'Basic x',
			te: 'trailers',
			'x-http-method-override': 'DELETE',
			'x-original-url': '/admin',
			traceparent: '00-1-1-00',
			accept: 'application/json',
			'idempotency-key': 'k'
		}
	});
	const [reached] = hostile.requests;
	const [, port] = servicePorts();
	expect(Object.keys(reached?.headers ?? {}).sort()).toEqual([
		'accept',
		'authorization',
		'connection',
		'content-length',
		'content-type',
		'host',
		'idempotency-key',
		'x-request-id'
	]);
	expect(reached?.headers).toMatchObject({ host: `127.0.0.1:${port}`, connection: 'keep-alive' });
	expect(reached?.headers.authorization).not.toContain('mine');
});

describe('W04 the answer of a service', () => {
	test('sets no cookie and no header that concerns the site, and has no rights as a page', async () => {
		hostile.headers = {
			'set-cookie': ['access_token=x; Path=/', 'signed_in=; Max-Age=0'],
			'clear-site-data': '"*"',
			'service-worker-allowed': '/',
			'access-control-allow-origin': '*',
			'access-control-allow-credentials': 'true',
			'strict-transport-security': 'max-age=0',
			'content-security-policy': 'default-src *',
			'cache-control': 'public, max-age=31536000',
			'x-frame-options': 'ALLOWALL',
			'referrer-policy': 'unsafe-url',
			'cross-origin-opener-policy': 'unsafe-none',
			'cross-origin-resource-policy': 'cross-origin',
			'www-authenticate': 'Basic realm="sign in"',
			refresh: '0; url=https://evil.example',
			link: '<https://evil.example>; rel=preload',
			'x-accel-redirect': '/etc/passwd',
			'alt-svc': 'h2="evil.example:443"',
			etag: '"1"'
		};
		const answer = await ask('/gateway/hostile/page');
		expect(setCookies(answer)).toEqual([]);
		const headers = Object.fromEntries(answer.headers);
		for (const name of Object.keys(hostile.headers)) {
			if (name !== 'etag') expect(headers[name], name).not.toBe(hostile.headers[name]);
		}
		expect(headers).toMatchObject({
			etag: '"1"',
			'cache-control': 'private, no-store',
			'content-security-policy': expect.stringMatching(/^sandbox;/) as string,
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'cross-origin-resource-policy': 'same-origin'
		});
		for (const name of [
			'clear-site-data',
			'service-worker-allowed',
			'www-authenticate',
			'refresh'
		]) {
			expect(headers).not.toHaveProperty(name);
		}
	});

	test.each([
		['/base/there?x#y', '/gateway/hostile/there?x#y'],
		['next', '/gateway/hostile/next'],
		['/elsewhere', null],
		['/based', null],
		['//evil.example/base/', null],
		['https://evil.example/base/there', null],
		['/base/../admin', null],
		['/base/a%2f..%2fb', null],
		['javascript:alert(1)', null]
	])('leads to %s: on the site to %s', async (given, own) => {
		hostile.status = 302;
		hostile.headers = { location: given };
		const answer = await ask('/gateway/hostile/from');
		expect([answer.status, location(answer)]).toEqual([302, own]);
	});
});

test('W05 no path leads out of a service', async () => {
	for (const path of [
		'/gateway/hostile/../echo/a',
		'/gateway/hostile/%2e%2e/echo/a',
		'/gateway/echo/../hostile/a',
		'/gateway/hostile/a/..%2f..%2fb',
		'/gateway/hostile/a%5c..%5cb',
		'/gateway/hostile/%252e%252e/b',
		'/gateway/hostile/..;/b',
		'/gateway/hostile//evil.example/a',
		'/gateway/hostile/http://evil.example/a',
		'/gateway/hostile/a%00b',
		'/gateway/hostile/a%0d%0ab',
		'/%67ateway/hostile/a',
		'/gateway/hostil%65/a',
		'http://evil.example/gateway/hostile/a'
	]) {
		const { status } = await ask(path);
		expect(status, path).toBeGreaterThanOrEqual(400);
		expect(status, path).toBeLessThan(500);
	}
	expect(hostile.requests).toEqual([]);
	await ask('/gateway/hostile/a%20b;c=d/100%25/');
	expect(hostile.requests.map(({ url }) => url)).toEqual(['/base/a%20b;c=d/100%25/']);
});

describe('W06 requests of other sites, and what a page would run, are refused', () => {
	test.each([
		[{ 'sec-fetch-site': 'cross-site' }],
		[{ 'sec-fetch-site': 'same-site' }],
		[{ 'sec-fetch-site': '' }],
		[{ 'sec-fetch-dest': 'script' }],
		[{ 'sec-fetch-dest': 'style' }],
		[{ 'sec-fetch-dest': 'worker' }],
		[{ 'sec-fetch-dest': 'serviceworker' }],
		[{ 'sec-fetch-dest': 'iframe' }],
		[{ 'sec-fetch-dest': 'image' }]
	])('a read with %j', async (headers) => {
		expect((await ask('/gateway/hostile/a', headers)).status).toBe(403);
		expect(hostile.requests).toEqual([]);
	});

	test('a link of another site makes no detour that would hide where it came from', async () => {
		const arriving = browser.clone();
		arriving.cookies.delete('access_token');
		arriving.cookies.delete('refresh_token');
		const answer = await arriving.visit('/gateway/hostile/a', { 'sec-fetch-site': 'cross-site' });
		expect([answer.status, setCookies(answer)]).toEqual([403, []]);
	});

	test.each(['POST', 'DELETE'])('a %s without the origin of the site', async (method) => {
		for (const origin of ['https://evil.example', 'null', '']) {
			const { status } = await write(method, '/gateway/hostile/a', { headers: { origin } });
			expect(status, origin).toBe(403);
		}
		expect(hostile.requests).toEqual([]);
		expect((await write(method, '/gateway/hostile/a')).status).toBe(200);
	});

	test('WebSocket connections are not passed on', async () => {
		const headers = { connection: 'upgrade', upgrade: 'websocket' };
		expect((await ask('/gateway/hostile/a', headers)).status).toBe(501);
		expect(hostile.requests).toEqual([]);
	});
});

describe('W07 a service that', () => {
	/** The session is as it was: no cookie changes, and pages of members open. */
	async function expectUntouched(answer: Answer): Promise<void> {
		expect(setCookies(answer)).toEqual([]);
		expect((await browser.visit('/profile')).status).toBe(200);
	}
	const idIn = ({ body }: Answer) => (JSON.parse(body) as { id: string }).id;

	test('was killed gives a 502 with the id of the request, and answers again when it is back', async () => {
		await ask('/gateway/echo/a');
		await example.kill();
		try {
			const answer = await ask('/gateway/echo/a');
			expect(answer.status).toBe(502);
			expect(idIn(answer)).toBe(answer.headers.get('x-request-id'));
			await expectUntouched(answer);
		} finally {
			example = await ExampleService.start(installation.url, servicePorts()[0], 'echo');
		}
		expect((await ask('/gateway/echo/a')).status).toBe(200);
	});

	test('does not answer gives a 504', async () => {
		const answer = await ask('/gateway/hung/silent');
		expect(answer.status).toBe(504);
		expect(idIn(answer)).toBe(answer.headers.get('x-request-id'));
		await expectUntouched(answer);
	});

	test.each(['breaking', 'stalling'])(
		'is %s within its answer ends the connection',
		async (path) => {
			const answer = await stream(browser, `/gateway/hung/${path}`);
			const error = once(answer.resume(), 'error') as Promise<[Error]>;
			expect((await error)[0].message).toBe('aborted');
		}
	);

	test('says 401 signs no one out', async () => {
		hostile.status = 401;
		const answer = await ask('/gateway/hostile/a');
		expect(answer.status).toBe(401);
		await expectUntouched(answer);
	});
});

describe('W08 with keys and services of its own an app', () => {
	const MEGABYTE = 2 ** 20;
	const keys = [
		newGatewayKey(0),
		newGatewayKey(Date.now() / 1000 - 60),
		newGatewayKey(Date.now() / 1000 + 3600)
	];
	const sink = createServer();
	let app: OwnApp;
	let visitor: Browser;
	let received = 0;
	beforeAll(async () => {
		const [port = 0] = await freePorts(1);
		sink.on('request', (incoming: IncomingMessage, response) => {
			received = 0;
			incoming.on('data', (chunk: Buffer) => (received += chunk.byteLength));
			incoming.on('end', () => response.end(incoming.headers.authorization));
			incoming.on('error', () => {});
		});
		await once(sink.listen(port, '127.0.0.1'), 'listening');
		app = await startApp({
			DIRECTUS_URL: installation.directusUrl,
			GATEWAY_SERVICES: `sink=http://127.0.0.1:${port};body=1G small=http://127.0.0.1:${port};body=1K`,
			GATEWAY_KEYS: gatewayKeysText(keys),
			LOG_LEVEL: 'trace'
		});
		visitor = await Browser.signedIn(person, app.url);
	});
	afterAll(async () => {
		await app.stop();
		sink.close();
		sink.closeAllConnections();
	});
	afterEach(() => expect(app.output()).not.toMatch(/eyJ[\w-]{10,}/));

	test('signs with the key whose time has come, and publishes the next and the one before', async () => {
		const kids = keys.map((key) => publicJwkOf(key).kid);
		expect((await keySet(app.url)).keys.map(({ kid }) => kid)).toEqual(kids);
		const { body } = await write('POST', '/gateway/sink/', { writer: visitor });
		const token = body.replace('Bearer ', '');
		expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: kids[1] });
		expect(decodeJwt(token)).toMatchObject({ iss: app.url, aud: 'sink', sub: person.id });
		for (const { pkcs8 } of keys) expect(app.output()).not.toContain(pkcs8);
	});

	test.each<[string, Record<string, string>]>([
		['with its length', { 'content-length': String(256 * MEGABYTE) }],
		['in chunks', { 'transfer-encoding': 'chunked' }]
	])('passes 256 MB on %s, and keeps little of it in memory', async (_, headers) => {
		const before = app.memory();
		let most = before;
		const answer = await upload('/gateway/sink/', headers, 256, () => {
			most = Math.max(most, app.memory());
		});
		expect(answer).toBe(200);
		expect(received).toBe(256 * MEGABYTE);
		expect(most - before).toBeLessThan(128);
	});

	test.each<[string, Record<string, string>]>([
		['with its length', { 'content-length': String(MEGABYTE) }],
		['in chunks', { 'transfer-encoding': 'chunked' }]
	])('takes no more than a service takes (%s)', async (_, headers) => {
		expect(await upload('/gateway/small/', headers, 1, () => {})).toBe(413);
	});

	test('answers 503 while it has no keys', async () => {
		const bare = await startApp({
			DIRECTUS_URL: installation.directusUrl,
			GATEWAY_SERVICES: 'sink=http://127.0.0.1:9'
		});
		const guest = await Browser.signedIn(person, bare.url);
		const { status } = await ask('/gateway/sink/', {}, guest);
		const set = await keySet(bare.url);
		await bare.stop();
		expect([status, set]).toEqual([503, { keys: [] }]);
	});

	/** Sends megabytes until there is an answer. @returns its status */
	async function upload(
		path: string,
		headers: Record<string, string>,
		megabytes: number,
		look: () => void
	) {
		const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const sent = request(app.url + path, {
			method: 'POST',
			agent: false,
			headers: { ...PROGRAM, ...headers, cookie, origin: app.url }
		});
		sent.on('error', () => {});
		const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
		let isAnswered = false;
		void answered.then(() => (isAnswered = true));
		const piece = Buffer.alloc(MEGABYTE);
		for (let count = 0; count < megabytes && !isAnswered; count++) {
			if (!sent.write(piece)) await Promise.race([once(sent, 'drain'), answered]);
			if (count % 16 === 0) look();
			await immediate();
		}
		sent.end();
		const [{ statusCode = 0 }] = await answered;
		sent.destroy();
		return statusCode;
	}
});
