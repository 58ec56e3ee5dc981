// Tests with a Directus of their own: all of its routes, other settings, and its log.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Directus } from '../support/directus.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';
import { editor, member, premium } from '../../directus/access/roles.ts';
import { runDirectus } from '../../scripts/directus/directus-command.ts';
import { ownInstallation } from '../support/bare-installation.ts';
import { ROOT_SEGMENTS } from '../../directus/extensions/portico/api-access/canonical-path.ts';
import { isListed, isOpen } from '../../directus/extensions/portico/api-access/open-paths.ts';
import { PROOF_HEADER } from '@portico/contract/proof.ts';
import { asTheApp } from '../support/app-proof.ts';
import { type Route, RouteLister } from '../support/route-lister.ts';

const SECRET = randomBytes(32).toString('base64');
const ID = '0b7e3a34-6f2f-4d6b-9a3e-3d1f0a1c2b3d';
const OPENED = ['/shop/stock/*', `/flows/trigger/${ID}`];
const EVERY_METHOD = ['GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'SEARCH', 'OPTIONS'];

let lister: RouteLister;
let own: OwnDirectus;
let directus: Directus;
/** Access tokens by the name of the asker; a guest has none. */
const tokens = new Map<string, string | null>([['guest', null]]);
beforeAll(async () => {
	lister = await RouteLister.make();
	own = await startDirectus({
		...lister.variables,
		PORTICO_EVENTS_SECRET: SECRET,
		PORTICO_DIRECTUS_PATHS: OPENED.join(','),
		// so that their routes are there as well
		MCP_ENABLED: 'true',
		AI_ENABLED: 'true',
		METRICS_ENABLED: 'true',
		TUS_ENABLED: 'true',
		LOG_LEVEL: 'trace'
	});
	directus = new Directus(own);
	for (const [name, role] of Object.entries({ member, premium, editor })) {
		const { email, password } = await directus.makePerson({ role: role.id });
		const response = await callDirectus('POST', '/auth/login', null, { email, password });
		const { data } = (await response.json()) as { data: { access_token: string } }; // Directus'
		tokens.set(name, data.access_token);
	}
}, 300_000);
afterAll(async () => {
	await own.end();
	await lister.remove();
});

function callDirectus(
	method: string,
	path: string,
	token: string | null,
	body?: object,
	headers: Record<string, string> = {}
): Promise<Response> {
	return fetch(own.directusUrl + path, {
		method,
		redirect: 'manual',
		headers: {
			...(token !== null && { authorization: `Bearer ${token}` }),
			...(body && { 'content-type': 'application/json' }),
			...headers
		},
		body: body ? JSON.stringify(body) : null
	});
}

/** Whether Directus refused before it processed the request. */
async function isClosed(response: Response, method = 'GET'): Promise<boolean> {
	const text = await response.text();
	if (method === 'HEAD') return response.status === 403;
	return response.status === 403 && text.includes('"api":"closed"');
}

/** Addresses that a route answers, whatever it is about. */
function addressesOf({ method, path }: Route): Route[] {
	const address = path
		.replace(/:collection\??/g, 'articles')
		.replace(/:\w+(\([^)]*\))?\??/g, ID)
		.replace(/\*.*$/, 'x')
		.replace(/(.)\/$/, '$1');
	return (method === 'ALL' ? EVERY_METHOD : [method]).map((method) => ({ method, path: address }));
}

test('D08 every route of Directus is refused to guest, Member and Premium, or is on the list of open paths', async () => {
	const routes = await lister.routes();
	const paths = routes.map(({ path }) => path);
	// of each part of Directus one, so that a list which is not all is noticed
	for (const known of [
		'/graphql/system',
		'/items/:collection',
		'/files/tus',
		'/utils/hash/generate',
		'/mcp',
		'/shop/order',
		'/portico/session',
		'/deployments/webhooks/:provider/:id',
		'/users/me'
	]) {
		expect(
			paths.some((path) => path.startsWith(known.replace(/\/:.*$/, ''))),
			known
		).toBe(true);
	}
	expect(routes.length).toBeGreaterThan(200);

	const known = ({ method, path }: Route) => isOpen(method, path) || isListed(path, OPENED);
	const wrong: string[] = [];
	for (const route of routes.flatMap(addressesOf)) {
		for (const [name, token] of [...tokens, ['stranger', 'made up'] as const]) {
			if (name === 'editor') continue;
			const refused = await isClosed(
				await callDirectus(route.method, route.path, token),
				route.method
			);
			if (refused === known(route)) wrong.push(`${name}: ${route.method} ${route.path}`);
		}
	}
	expect(wrong).toEqual([]);
}, 300_000);

test('D05 the first segment of every route of Directus is refused in upper case', async () => {
	const roots = (await lister.routes()).map(({ path }) => path.split('/')[1] ?? '');
	const others = new Set(
		roots.filter((root) => root !== '' && root !== 'shop' && !ROOT_SEGMENTS.has(root))
	);
	expect([...others]).toEqual([]);
});

describe('PORTICO_DIRECTUS_PATHS', () => {
	test('opens the paths that it names to every caller', async () => {
		expect(await (await callDirectus('GET', '/shop/stock/bread', null)).json()).toEqual({
			data: 'of the shop'
		});
		expect((await callDirectus('POST', `/flows/trigger/${ID}`, null)).status).toBe(403);
		expect(await isClosed(await callDirectus('POST', `/flows/trigger/${ID}`, null))).toBe(false);
	});

	test('opens no other path', async () => {
		for (const path of ['/shop/order', '/shop/stock', '/shop/stockings', '/flows/trigger/other']) {
			expect(await isClosed(await callDirectus('POST', path, null)), path).toBe(true);
		}
	});
});

test('D09 the proof reaches no endpoint, and no log at its most verbose level', async () => {
	const proof = asTheApp(SECRET);
	const response = await callDirectus('POST', '/shop/order', null, {}, proof);
	const { data } = (await response.json()) as { data: Record<string, string> };
	expect(data).not.toHaveProperty(PROOF_HEADER);
	expect((await callDirectus('GET', '/items/articles', null, undefined, proof)).status).toBe(200);
	expect((await callDirectus('GET', '/items/nothing', null, undefined, proof)).status).toBe(403);
	const isInLog = (text: string) => own.output().includes(text);
	await expect.poll(() => isInLog('/items/nothing')).toBe(true);
	const mac = proof[PROOF_HEADER]?.split('.')[1] ?? expect.fail();
	expect([mac, PROOF_HEADER].map(isInLog)).toEqual([false, false]);
});

test('D10 while Directus reloads extensions, unknown callers are refused and others are answered', async () => {
	const extensions = await directus.send<
		{ id: string; bundle: null | string; meta: { folder: string } }[]
	>('GET', '/extensions');
	const other = extensions.find(({ meta, bundle }) => meta.folder === 'other' && bundle === null);
	const loads = () => own.output().split('Extensions reloaded').length;
	const before = loads();

	const reload = directus.send('PATCH', `/extensions/${other?.id}`, { meta: { enabled: false } });
	const stranger = tokens.get('member') ?? null;
	const answers: number[] = [];
	do {
		answers.push((await callDirectus('GET', '/items/articles', stranger)).status);
		answers.push((await callDirectus('GET', '/items/articles', null)).status);
	} while (loads() === before);
	await reload;

	expect(new Set(answers)).toEqual(new Set([403]));
	expect((await callDirectus('GET', '/items/articles', stranger)).status).toBe(403);
	expect((await callDirectus('GET', '/items/articles', tokens.get('editor') ?? null)).status).toBe(
		200
	);
	expect(
		(await callDirectus('GET', '/items/articles', null, undefined, asTheApp(SECRET))).status
	).toBe(200);
});

test('D11 a Directus with wrong settings and optional extensions answers no request', async () => {
	const lenient = await ownInstallation();
	try {
		await runDirectus(lenient.environment, 'bootstrap');
		const wrong = { PORTICO_EVENTS_SECRET: '', EXTENSIONS_MUST_LOAD: 'false' };
		Object.assign(lenient.environment, wrong);
		await lenient.start();
		for (const path of ['/server/info', '/items/directus_users', '/admin', '/auth/login']) {
			const response = await fetch(lenient.credentials.url + path);
			expect(await isClosed(response), path).toBe(true);
		}
	} finally {
		await lenient.remove();
	}
}, 300_000);

describe('D11 Directus does not start', () => {
	test('with a closed API and WebSockets, which no rule here covers', async () => {
		const { code, output } = await own.failToStart({ WEBSOCKETS_ENABLED: 'true' });
		expect(code).not.toBe(0);
		expect(output.includes('WEBSOCKETS_ENABLED must be false')).toBe(true);
	});

	test('with a closed API and no secret for the proof of the app', async () => {
		const { code, output } = await own.failToStart({ PORTICO_EVENTS_SECRET: '' });
		expect(code).not.toBe(0);
		expect(output.includes('PORTICO_EVENTS_SECRET must be set')).toBe(true);
	});
});
