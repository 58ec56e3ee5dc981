import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { editor, member, premium } from '../../directus/access/roles.ts';
import {
	type Answer,
	callDirectus,
	asAdministrator,
	directusUrl,
	makeArticle,
	makeItem,
	makePerson,
	type Person,
	refresh,
	type RequestOptions,
	signIn,
	signOut,
	fetchOwner
} from '../support/directus-api.ts';
import { asTheApp, eventsSecret } from '../support/app-proof.ts';

const MINUTE = 60_000;
const UNKNOWN_ID = '0b7e3a34-6f2f-4d6b-9a3e-3d1f0a1c2b3d';

let administratorRole: string;
beforeAll(async () => {
	const { role } = await asAdministrator<{ role: string }>('/users/me?fields=role');
	administratorRole = role;
});

/** As a third-party program does, or a browser that is not in Studio. */
const outside = <Data = unknown>(path: string, options: RequestOptions = {}) =>
	callDirectus<Data>(path, { ...options, outside: true });

function expectClosed({ status, body }: Answer<unknown>): void {
	expect(status).toBe(403);
	expect(body).toEqual({
		errors: [
			{ message: expect.any(String) as string, extensions: { api: 'closed', code: 'FORBIDDEN' } }
		]
	});
}

/** A session as Studio has it, without its cookie. */
async function studioToken({ email, password }: Person): Promise<string> {
	const body = { email, password };
	const { data } = await outside<{ access_token: string }>('/auth/login', { body });
	return data.access_token;
}

/** Directus' API in its forms: REST, SEARCH, both scopes of GraphQL, tools, files, shares, flows, endpoints. */
const API: [path: string, options?: RequestOptions][] = [
	['/items/articles'],
	['/items/articles?fields=category.id&deep[category][_filter]=x'],
	['/items/articles', { method: 'SEARCH', body: { query: { limit: 1 } } }],
	['/items/articles', { body: { title: 'x' } }],
	['/graphql', { body: { query: '{ articles { id } }' } }],
	['/graphql?query={articles{id}}'],
	['/graphql/system', { body: { query: '{ server_ping }' } }],
	['/graphql/system', { body: { query: 'mutation { utils_hash_generate(string: "x") }' } }],
	['/utils/hash/generate', { body: { string: 'x' } }],
	['/utils/random/string'],
	['/files'],
	['/files/import', { body: { url: 'http://127.0.0.1/' } }],
	[`/assets/${UNKNOWN_ID}`],
	[`/assets/${UNKNOWN_ID}?width=100`],
	['/shares/auth', { body: { share: UNKNOWN_ID } }],
	[`/shares/info/${UNKNOWN_ID}`],
	[`/flows/trigger/${UNKNOWN_ID}`],
	['/users/me'],
	['/users/register', { body: { email: 'x@example.com', password: 'long enough' } }],
	['/users/register/verify-email?token=x'],
	['/permissions/me'],
	['/server/health'],
	['/server/specs/oas'],
	['/settings'],
	['/translations'],
	['/deployments/webhooks/vercel/x', { body: {} }],
	['/portico/teasers'],
	['/portico/redirects?from=/x'],
	['/portico/session', { body: { email: 'x@example.com', password: 'x' } }],
	['/portico/me'],
	['/installation/mail', { body: {} }],
	['/nothing/there']
];

describe('D01 the API is closed to', () => {
	const tokens = new Map<string, string>([['a person with a made-up token', 'nonsense']]);
	beforeAll(async () => {
		const roleWithoutPolicies = await makeItem<{ id: string }>('directus_roles', { name: 'New' });
		for (const [name, role] of Object.entries({
			'a Member': member.id,
			'a Premium member': premium.id,
			'a person with a new role': roleWithoutPolicies.id
		})) {
			const { data } = await signIn(await makePerson({ role }));
			tokens.set(name, data.access_token);
		}
		const token = randomUUID();
		await makePerson({ role: member.id, token });
		tokens.set('the static token of a Member', token);
	}, 120_000);

	test('a guest', async () => {
		for (const [path, options] of API) expectClosed(await outside(path, options));
	});

	test.each([
		'a person with a made-up token',
		'a Member',
		'a Premium member',
		'a person with a new role',
		'the static token of a Member'
	])('%s', async (name) => {
		const token = tokens.get(name) ?? expect.fail();
		for (const [path, options] of API) {
			expectClosed(await outside(path, { ...options, token }));
			const cookie = `directus_session_token=${token}`;
			expectClosed(await outside(path, { ...options, headers: { cookie } }));
			const divider = path.includes('?') ? '&' : '?';
			expectClosed(await outside(`${path}${divider}access_token=${token}`, options));
		}
	});
});

describe('D02 the API answers people with Studio access:', () => {
	test.each([
		['an Editor', () => editor.id],
		['an administrator', () => administratorRole]
	])('%s', async (_, roleOf) => {
		const role = roleOf();
		const token = await studioToken(await makePerson({ role }));
		expect((await outside('/items/articles', { token })).status).toBe(200);
		const graphql = { token, body: { query: '{ articles { id } }' } };
		expect((await outside('/graphql', graphql)).status).toBe(200);
		expect((await outside('/users/me', { token })).status).toBe(200);
	});

	test('with the session cookie of Studio', async () => {
		const { email, password } = await makePerson({ role: editor.id });
		const response = await fetch(new URL('/auth/login', directusUrl), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email, password, mode: 'session' })
		});
		const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
		expect((await outside('/items/articles', { headers: { cookie } })).status).toBe(200);
	});

	test('with a static token', async () => {
		const token = randomUUID();
		await makePerson({ role: editor.id, token });
		expect((await outside('/items/articles', { token })).status).toBe(200);
	});

	test('through a policy of their own, and through one of a parent role', async () => {
		const policy = await makeItem<{ id: string }>('directus_policies', {
			name: 'Studio',
			app_access: true
		});
		const role = await makeItem<{ id: string }>('directus_roles', {
			name: 'Below',
			parent: editor.id
		});
		const own = await makePerson({ role: member.id });
		await makeItem('directus_access', { user: own.id, policy: policy.id });
		const inheriting = await makePerson({ role: role.id });
		for (const person of [own, inheriting]) {
			const token = await studioToken(person);
			expect((await outside('/users/me', { token })).status).toBe(200);
		}
	});

	test('only from the addresses of the policy', async () => {
		const policy = await makeItem<{ id: string }>('directus_policies', {
			name: 'Studio in the office',
			app_access: true,
			ip_access: ['192.0.2.0/24']
		});
		const person = await makePerson({ role: member.id });
		await makeItem('directus_access', { user: person.id, policy: policy.id });
		const token = await studioToken(person);
		const from = (address: string) =>
			outside('/users/me', { token, headers: { 'x-forwarded-for': address } });
		expect((await from('192.0.2.7')).status).toBe(200);
		expectClosed(await from('198.51.100.7'));
	});
});

describe('D03 Studio access ends at once', () => {
	let person: Person;
	let token: string;
	const change = (values: object) =>
		asAdministrator(`/users/${person.id}`, { method: 'PATCH', body: values });
	beforeAll(() => expect(eventsSecret()).not.toBe(''));

	async function signInAs(role: string) {
		person = await makePerson({ role });
		token = await studioToken(person);
		expect((await outside('/items/articles', { token })).status).toBe(200);
	}

	test('for a demoted administrator with an older token', async () => {
		await signInAs(administratorRole);
		await change({ role: editor.id });
		expectClosed(await outside('/items/articles', { token }));
		expectClosed(await outside('/settings', { token, method: 'PATCH', body: {} }));
	});

	test('for a demoted editor', async () => {
		await signInAs(editor.id);
		await change({ role: member.id });
		expectClosed(await outside('/items/articles', { token }));
	});

	test.each(['suspended', 'archived'])('for a person who is %s', async (status) => {
		await signInAs(editor.id);
		await change({ status });
		expectClosed(await outside('/items/articles', { token }));
	});

	test('with the policy that gave it', async () => {
		const policy = await makeItem<{ id: string }>('directus_policies', {
			name: 'Studio for now',
			app_access: true
		});
		person = await makePerson({ role: member.id });
		const access = await asAdministrator<{ id: string }>('/access', {
			body: { user: person.id, policy: policy.id }
		});
		token = await studioToken(person);
		expect((await outside('/users/me', { token })).status).toBe(200);
		await asAdministrator(`/access/${access.id}`, { method: 'DELETE' });
		expectClosed(await outside('/users/me', { token }));
	});
});

describe('D04 the proof of the app', () => {
	const readArticles = (headers: Record<string, string>) => outside('/items/articles', { headers });

	test('is accepted with clocks that are five minutes apart', async () => {
		for (const minutes of [-5, 0, 5]) {
			const proof = asTheApp(eventsSecret(), Date.now() + minutes * MINUTE);
			expect((await readArticles(proof)).status).toBe(200);
		}
	});

	test('is not accepted when it is old, ahead, or made with another secret', async () => {
		for (const proof of [
			asTheApp(eventsSecret(), Date.now() - 7 * MINUTE),
			asTheApp(eventsSecret(), Date.now() + 7 * MINUTE),
			asTheApp(randomBytes(32).toString('base64')),
			{ 'x-portico-proof': '' }
		]) {
			expectClosed(await readArticles(proof));
			// open paths too: the app checks its readiness there
			expectClosed(await outside('/portico/ready', { headers: proof }));
		}
	});

	test('gives a caller no rights beyond their own policies', async () => {
		expect((await readArticles(asTheApp())).status).toBe(200);
		const settings = await outside('/settings', { headers: asTheApp(), method: 'PATCH', body: {} });
		expect(settings).toMatchObject({ status: 403, code: 'FORBIDDEN' });
	});
});

describe('D05 a path that is not canonical is refused:', () => {
	/** As it is written here: fetch() would make another of it. */
	function raw(method: string, path: string, headers = {}): Promise<number> {
		const body = JSON.stringify({ email: 'nobody@example.com', password: 'x' });
		return new Promise((resolve, reject) => {
			const { hostname, port } = new URL(directusUrl);
			const request = send({
				hostname,
				port,
				method,
				path,
				headers: { 'content-type': 'application/json', ...headers }
			});
			request.once('response', (response) => {
				void text(response).then(() => resolve(response.statusCode ?? 0));
			});
			request.once('error', reject);
			request.end(method === 'POST' ? body : undefined);
		});
	}

	test.each([
		['POST', '/auth//login'],
		['POST', '//auth/login'],
		['POST', '/auth/%2e/login'],
		['POST', '/auth/./login'],
		['POST', '/x/../auth/login'],
		['POST', '/AUTH/login'],
		['POST', '/auth/Login'],
		['POST', '/auth//password/request'],
		['POST', '/users//register'],
		['POST', '/users%2Fregister'],
		['POST', '/Portico/session'],
		['GET', '/items//articles'],
		['GET', '/ITEMS/articles'],
		['GET', '/server//info'],
		['GET', 'http://directus/server/info']
	])('%s %s, for every caller', async (method, path) => {
		expect(await raw(method, path)).toBe(403);
		expect(await raw(method, path, asTheApp())).toBe(403);
	});

	test('the canonical path is answered', async () => {
		expect(await raw('POST', '/auth/login')).toBe(401);
		expect(await raw('GET', '/server/info')).toBe(200);
	});
});

test('D51 a file cannot be imported from a server on this machine', async () => {
	const person = await makePerson({ role: administratorRole });
	const { access_token: token } = (await signIn(person)).data;
	let reached = 0;
	const server = createServer((_request, response) => {
		reached++;
		response.writeHead(200, { 'content-type': 'image/png' }).end('a picture');
	});
	await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
	const { port } = server.address() as AddressInfo;
	for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '[::ffff:127.9.9.9]', '0.0.0.0']) {
		const body = { url: `http://${host}:${port}/x.png` };
		expect((await callDirectus('/files/import', { body, token })).status, host).toBe(503);
	}
	expect((await fetch(`http://127.9.9.9:${port}`)).status).toBe(200);
	expect(reached).toBe(1);
	server.close();
});

describe('D06 from outside the app', () => {
	test('a session of the site cannot be refreshed in any mode, and stays valid', async () => {
		const person = await makePerson({ role: member.id });
		const { refresh_token, access_token } = (await signIn(person)).data;
		for (const body of [
			{ refresh_token },
			{ refresh_token, mode: 'json' },
			{ refresh_token, mode: 'cookie' },
			{ refresh_token, mode: ['session'] }
		]) {
			const headers = { cookie: `directus_refresh_token=${refresh_token}` };
			const answer = await outside('/auth/refresh', { body, headers });
			expect(answer).toMatchObject({ status: 403, code: 'FORBIDDEN' });
		}
		expect((await fetchOwner(access_token)).status).toBe(200);
		const next = await refresh(refresh_token);
		expect(next.status).toBe(200);
		await signOut(next.data.refresh_token);
	});

	test('a session of the site cannot be refreshed as one of Studio, whatever token comes with it', async () => {
		const person = await makePerson({ role: editor.id });
		const { refresh_token, access_token } = (await signIn(person)).data;
		const another = await studioToken(person);
		const cookie = `directus_session_token=${access_token}`;
		for (const token of [undefined, access_token, another]) {
			const body = { mode: 'session' };
			const headers = { cookie };
			const answer = await outside('/auth/refresh', { body, headers, ...(token && { token }) });
			expect(answer).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
		}
		expect((await refresh(refresh_token)).status).toBe(200);
		await signOut(refresh_token);
	});

	test.each([
		'mutation { auth_login(email: "a@example.com", password: "x") { access_token } }',
		'mutation { a: auth_refresh(refresh_token: "x", mode: json) { access_token } }',
		'mutation { auth_logout(refresh_token: "x") }',
		'mutation { auth_password_request(email: "a@example.com") }',
		'mutation { auth_password_reset(token: "x", password: "x") }',
		'mutation { users_register(email: "a@example.com", password: "long enough") }',
		'mutation { users_register_verify(token: "x") }',
		'mutation { users_invite_accept(token: "x", password: "x") }'
	])('GraphQL has no account mutations, for an editor either: %s', async (query) => {
		const token = await studioToken(await makePerson({ role: editor.id }));
		const answer = await outside('/graphql/system', { token, body: { query } });
		expect(answer).toMatchObject({ status: 403, code: 'FORBIDDEN' });
		expectClosed(await outside('/graphql/system', { body: { query } }));
	});

	test('a share link is refused, and so is a token it was exchanged for', async () => {
		const article = await makeArticle({});
		const share = await makeItem<{ id: string }>('directus_shares', {
			name: 'A share',
			collection: 'articles',
			item: String(article.id),
			role: editor.id
		});
		expectClosed(await outside('/shares/auth', { body: { share: share.id } }));
		const exchanged = await callDirectus<{ access_token: string }>('/shares/auth', {
			body: { share: share.id }
		});
		const token = exchanged.data.access_token;
		expect(token).toEqual(expect.any(String));
		expectClosed(await outside(`/items/articles/${article.id}`, { token }));
	});
});

describe('D07 an unknown caller gets pictures:', () => {
	afterEach(() => asAdministrator('/settings', { method: 'PATCH', body: { project_logo: null } }));

	test('those that settings name for the sign-in page, and no others', async () => {
		const body = new FormData();
		body.append(
			'file',
			new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'], { type: 'image/svg+xml' }),
			'x.svg'
		);
		const { id } = await makeItem<{ id: string }>('directus_files', body);
		const picture = () => fetch(new URL(`/assets/${id}`, directusUrl));

		expect((await picture()).status).toBe(403);
		await asAdministrator('/settings', { method: 'PATCH', body: { project_logo: id } });
		const shown = await picture();
		expect(shown.status).toBe(200);
		expectClosed(await outside(`/files/${id}`));

		const known = { 'if-none-match': shown.headers.get('etag') ?? '' };
		const again = await fetch(new URL(`/assets/${id}`, directusUrl), { headers: known });
		expect(again.status).toBe(200);
	});
});
