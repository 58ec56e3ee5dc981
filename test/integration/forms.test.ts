import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { everyRoute } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { Relay } from '../support/relay.ts';
import type { Route } from '../support/built-routes.ts';

const directus = new Directus(installation);
let relay: Relay;
let app: OwnApp;
let routes: Route[];
let person: Person;
let member: Browser;
beforeAll(async () => {
	relay = await Relay.to(installation.directusUrl);
	app = await startApp({
		DIRECTUS_URL: relay.url,
		RATE_LIMIT_SIGNUP: '1000',
		RATE_LIMIT_PER_ADDRESS: '1000'
	});
	[routes, person] = await Promise.all([everyRoute(directus), directus.makePerson()]);
	member = await Browser.signedIn(person, app.url);
});
afterAll(async () => {
	await Promise.all([app.stop(), relay.close()]);
	await directus.clear();
});

const actions = () => routes.flatMap(({ actions }) => actions);

/** The requests that went to Directus during some work. */
async function sentDuring(work: () => Promise<unknown>) {
	const before = relay.requests.length;
	await work();
	return relay.requests.slice(before);
}

test('the test knows every form of the site', () => {
	expect(actions()).toEqual(
		expect.arrayContaining([
			'/signin?/login',
			'/signup?/register',
			'/logout',
			'/forgot-password',
			'/reset-password',
			'/profile?/save',
			'/profile?/restore',
			'/signin?/keep'
		])
	);
});

describe('C01 C04 a form that another site sends', () => {
	const senders: Record<string, Record<string, string>> = {
		'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
		'another port of this host': { origin: 'http://localhost:1' },
		'the same host on https': { origin: 'https://localhost' },
		'a sandbox or a file': { origin: 'null' },
		'a sender without an origin': { origin: '' },
		'a host that looks like ours': { origin: 'http://localhost.evil.example' },
		'a text browser, from a page of another site': { referer: 'https://evil.example/signin' },
		'a text browser, from a host that looks like ours': {
			referer: 'http://localhost.evil.example/signin'
		},
		'a text browser that names no page': { referer: 'about:blank' },
		'another site that names a page of ours as well': {
			origin: 'https://evil.example',
			referer: 'http://localhost/signin'
		}
	};
	const types = [
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'text/plain',
		''
	];

	test.each(Object.entries(senders))(
		'%s: 403, and Directus receives nothing',
		async (_, headers) => {
			for (const path of actions()) {
				for (const type of types) {
					const sent = await sentDuring(async () => {
						const answer = await member
							.clone()
							.send('POST', path, { headers: { ...headers, 'content-type': type }, body: 'a=b' });
						expect(answer.status, `${path} ${type}`).toBe(403);
						expect(answer.headers.getSetCookie(), path).toEqual([]);
					});
					expect(sent).toEqual([]);
				}
			}
		}
	);

	test('is distinguished from one of a text browser, which names the page instead of the origin', async () => {
		const { email, password } = person;
		const { status, headers } = await new Browser(app.url).send('POST', '/signin?/login', {
			headers: {
				accept: 'text/html',
				referer: `${app.url}/signin`,
				'content-type': 'application/x-www-form-urlencoded'
			},
			body: new URLSearchParams({ email, password }).toString()
		});
		expect(status).toBe(303);
		expect(headers.get('location')).toBe('/profile');
	});

	test('without an origin gets a page with an explanation', async () => {
		const headers = { origin: 'null' };
		for (const path of actions()) {
			const { status, headers: answered, body } = await member.clone().submit(path, {}, headers);
			expect(status, path).toBe(403);
			expect(answered.get('content-type')).toBe('text/html; charset=utf-8');
			expect(answered.get('cache-control')).toBe('private, no-store');
			expect(answered.get('content-security-policy')).toContain("default-src 'none'");
			expect(body).toContain('This door is closed');
			expect(body).toContain(answered.get('x-request-id'));
		}
		const byScript = { ...headers, accept: 'application/json' };
		const refused = await member.clone().submit('/signin?/login', {}, byScript);
		expect([refused.status, Object.keys(JSON.parse(refused.body) as object)]).toEqual([
			403,
			['message', 'id']
		]);
	});

	test('is refused with PUT, PATCH and DELETE too', async () => {
		for (const method of ['PUT', 'PATCH', 'DELETE']) {
			for (const { path } of routes) {
				const { status } = await member.send(method, path, {
					headers: {
						origin: method === 'PUT' ? 'null' : 'https://evil.example',
						'content-type': 'application/x-www-form-urlencoded'
					},
					body: 'a=b'
				});
				expect(status, `${method} ${path}`).toBe(403);
			}
		}
	});
});

test('C02 a form sent as JSON gets a 415, for guests and members', async () => {
	for (const path of actions()) {
		const { status } = await member.send('POST', path, {
			headers: { origin: app.url, 'content-type': 'application/json' },
			body: '{}'
		});
		expect(status, path).toBe(415);
	}
});

test('C02 every endpoint refuses requests from other sites, whatever their content type', async () => {
	const writeRoutes = routes.flatMap(({ path, methods }) =>
		methods
			.filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method))
			.map((method) => [method, path] as const)
	);
	expect(writeRoutes).toContainEqual(['POST', '/hooks/directus']);
	for (const [method, path] of writeRoutes) {
		for (const type of ['application/json', 'text/plain', 'application/octet-stream', '']) {
			const headers = { origin: 'https://evil.example', 'content-type': type };
			const sent = await sentDuring(async () => {
				const { status } = await member.clone().send(method, path, { headers, body: '{}' });
				expect(status, `${method} ${path} ${type}`).toBeGreaterThanOrEqual(400);
				expect(status, `${method} ${path} ${type}`).toBeLessThan(500);
			});
			expect(sent).toEqual([]);
		}
	}
});

test('C03 GET, HEAD and OPTIONS change nothing', async () => {
	const paths = [...routes.map(({ path }) => path), ...actions()];
	const sent = await sentDuring(async () => {
		for (const path of paths) {
			await member.visit(path);
			await member.send('HEAD', path);
			await member.send('OPTIONS', path);
		}
	});

	expect(sent.filter(({ method }) => !['GET', 'HEAD'].includes(method))).toEqual([]);
	expect((await member.visit('/profile')).status).toBe(200);
});

describe('L06 a malformed form', () => {
	const odd: Record<string, { body: string; type?: string }> = {
		'without any field': { body: '' },
		'with fields twice': {
			body: 'email=a@example.com&email=b@example.com&password=x&password=y&first_name=a&first_name=b&token=a&token=b'
		},
		'with names of arrays': { body: 'email[]=a@example.com&password[]=x&first_name[]=a&token[]=a' },
		'with fields of prototypes': { body: '__proto__=a&constructor=b&toString=c' },
		'with NUL and lone surrogates': {
			body: 'email=%00%ED%A0%80@example.com&password=%00&first_name=%00&last_name=%ED%A0%80&token=%00'
		},
		'with a megabyte': { body: `email=a@example.com&password=${'x'.repeat(1_000_000)}` },
		'with a file for a text': {
			type: 'multipart/form-data; boundary=x',
			body: ['email', 'password', 'first_name', 'last_name', 'token']
				.map(
					(name) =>
						`--x\r\ncontent-disposition: form-data; name="${name}"; filename="a"\r\n\r\nb\r\n`
				)
				.join('')
				.concat('--x--\r\n')
		},
		'that breaks off': {
			type: 'multipart/form-data; boundary=x',
			body: '--x\r\ncontent-disposition: form-data; name="email"\r\n\r\nb'
		},
		'without its boundary': { type: 'multipart/form-data', body: '--x--' }
	};

	test.each(Object.entries(odd))('%s gets a 4xx, never a 5xx', async (_, { body, type }) => {
		for (const path of actions().filter((path) => path !== '/logout')) {
			const { status } = await member.clone().send('POST', path, {
				headers: {
					accept: 'text/html',
					origin: app.url,
					'content-type': type ?? 'application/x-www-form-urlencoded'
				},
				body
			});
			expect(status, path).toBeLessThan(500);
			expect(status, path).toBeGreaterThanOrEqual(400);
		}
	});

	test('of arbitrary bytes never gets a 5xx', async () => {
		const names = ['email', 'password', 'first_name', 'token', 'otp', '__proto__', 'a[b]', ''];
		const field = fc.tuple(fc.constantFrom(...names), fc.string({ unit: 'binary' }));
		const encoded = fc.array(field).map((fields) => ({
			type: 'application/x-www-form-urlencoded',
			body: Buffer.from(new URLSearchParams(fields).toString())
		}));
		const raw = fc.record({
			type: fc.constantFrom('application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'),
			body: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes))
		});
		const property = fc.asyncProperty(
			fc.constantFrom(...actions()),
			fc.oneof(encoded, raw),
			async (path, { type, body }) => {
				// the installation's own app, whose links Directus mails
				const guest = new Browser();
				const headers = { accept: 'text/html', origin: guest.origin, 'content-type': type };
				const { status } = await guest.send('POST', path, { headers, body });
				expect(status).toBeLessThan(500);
			}
		);
		await fc.assert(property, { numRuns: 200 });
	});

	test.each(['/profile?/destroy', '/profile?/default', '/signup?/default', '/logout?/default'])(
		'for an unknown action gets a 404 (%s)',
		async (path) => {
			const browser = path.startsWith('/signup') ? new Browser(app.url) : member.clone();
			expect((await browser.submit(path, {})).status).toBe(404);
		}
	);

	test('for a page without forms gets a 405', async () => {
		expect((await member.submit('/articles', {})).status).toBe(405);
	});

	test.each<Record<string, string>>([{}, { 'transfer-encoding': 'chunked' }])(
		'L05 that exceeds the size limit gets a 413 (%o)',
		async (encoding) => {
			const body = `first_name=${'x'.repeat(1_000_000)}`;
			const type = { 'content-type': 'application/x-www-form-urlencoded' };
			const headers = { origin: app.url, ...type, ...encoding };
			const { status } = await member.clone().send('POST', '/profile?/save', { headers, body });
			expect(status).toBe(413);
		}
	);
});

test('the form for signing out works from every page that shows it', async () => {
	const browser = await Browser.signedIn(person, app.url);
	const page: Answer = await browser.visit('/articles');
	const [, action = ''] = /<form[^>]*action="([^"]*logout[^"]*)"/.exec(page.body) ?? [];
	const { pathname } = new URL(action, `${app.url}/articles`);

	expect((await browser.submit(pathname, {})).status).toBe(303);
	expect((await browser.visit('/profile')).status).toBe(303);
});
