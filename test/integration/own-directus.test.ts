// Tests with a Directus of their own: they need short lifetimes, its log, or its end.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asTheApp } from '../support/app-proof.ts';
import { freePorts } from '../../scripts/site/ports.ts';
import { Browser, setCookies } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';

const IDLE_SECONDS = 15;
/** Directus makes its tables from nothing: a quarter of a minute, on a busy machine more. */
const OWN_DIRECTUS_MILLISECONDS = 300_000;

let own: OwnDirectus;
let app: OwnApp;
let directus: Directus;
beforeAll(async () => {
	const [port] = await freePorts(1);
	const REFRESH_TOKEN_TTL = `${IDLE_SECONDS}s`;
	own = await startDirectus({
		REFRESH_TOKEN_TTL,
		ACCESS_TOKEN_TTL: '4s',
		PASSWORD_RESET_URL_ALLOW_LIST: `http://localhost:${port}/reset-password`,
		USER_REGISTER_URL_ALLOW_LIST: `http://localhost:${port}/verify-email`,
		EMAIL_TRANSPORT: 'smtp',
		EMAIL_SMTP_HOST: '127.0.0.1',
		EMAIL_SMTP_PORT: await mailPort(),
		EMAIL_SMTP_IGNORE_TLS: 'true'
	});
	app = await startApp({
		PORT: String(port),
		DIRECTUS_URL: own.directusUrl,
		REFRESH_TOKEN_TTL,
		REQUEST_ID_HEADER: 'X-Request-Id'
	});
	directus = new Directus(own);
}, OWN_DIRECTUS_MILLISECONDS);
afterAll(async () => {
	await app.stop();
	await own.end();
});

/** Where the installation's mail catcher takes mails. */
async function mailPort(): Promise<string> {
	const response = await fetch(`${installation.mailUrl}/config`);
	return ((await response.json()) as { smtpPort: string }).smtpPort; // maildev's
}

test('S09 an unused session ends; one in use continues', async () => {
	const person = await directus.makePerson();
	const idle = await Browser.signedIn(person, app.url);
	const used = await Browser.signedIn(person, app.url);
	const idleUntil = Date.now() + IDLE_SECONDS * 1000;
	await vi.waitUntil(
		async () => {
			expect((await used.visit('/profile')).status).toBe(200);
			return Date.now() > idleUntil;
		},
		{ timeout: 4 * IDLE_SECONDS * 1000, interval: 500 }
	);
	expect((await idle.visit('/profile')).status).toBe(303);
	expect(idle.cookies.has('refresh_token')).toBe(false);
});

/** The entries of a log so far; lines that are no JSON were not written by the logger. */
function linesOf({ output }: OwnApp | OwnDirectus): Record<string, unknown>[] {
	return output()
		.split('\n')
		.slice(0, -1)
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line) as Record<string, unknown>); // pino's
}

describe('a request has one id', () => {
	/** The calls in Directus' log that a request of this name caused. */
	const callsOf = (id: string) =>
		linesOf(own)
			.map(({ req }) => req as { id: unknown; url: string } | undefined) // of pino-http
			.filter((request) => request?.id === id)
			.map((request) => request?.url);

	test('in the answer, in the log, and in the log of Directus', async () => {
		const answer = await new Browser(app.url).signIn({
			email: 'nobody@example.com',
			password: 'x'
		});
		const requestId = answer.headers.get('x-request-id') ?? '';
		await expect
			.poll(() => linesOf(app))
			.toContainEqual(expect.objectContaining({ requestId, msg: 'not signed in' }));
		await expect.poll(() => callsOf(requestId)).toContain('/portico/session');
	});

	test('that the proxy in front gives, where it is trusted', async () => {
		const id = `proxy.${crypto.randomUUID()}`;
		const guest = new Browser(app.url);
		const { headers } = await guest.visit('/profile', { 'x-request-id': id });
		expect(headers.get('x-request-id')).toBe(id);
		await expect
			.poll(() => linesOf(app))
			.toContainEqual(expect.objectContaining({ requestId: id, msg: 'access denied' }));
		await guest.visit(`/articles/${crypto.randomUUID()}`, { 'x-request-id': id });
		await expect.poll(() => callsOf(id).join()).toContain('/portico/teasers');
	});

	test('that Directus ignores where it is invalid', async () => {
		const id = `${crypto.randomUUID()} and more`;
		await fetch(`${own.directusUrl}/server/ping`, { headers: { 'x-request-id': id } });
		const pings = () => linesOf(own).filter((line) => JSON.stringify(line).includes(id));
		await expect.poll(() => pings().length).toBe(1);
		expect(callsOf(id)).toEqual([]);
	});

	test('that clients cannot choose where no proxy is trusted', async () => {
		const id = crypto.randomUUID();
		const { headers } = await new Browser().visit('/', { 'x-request-id': id });
		expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
		expect(headers.get('x-request-id')).not.toBe(id);
	});
});

describe('H06 the logs of a journey', () => {
	const LINE = '\r\n{"level":60,"msg":"forged"}';
	const secrets = new Set<string>();
	const requests: Record<string, string> = {};
	let email: string;
	beforeAll(async () => {
		const browser = new Browser(app.url);
		const remember = async (what: string, answer: ReturnType<Browser['visit']>) => {
			const { headers } = await answer;
			requests[what] = headers.get('x-request-id') ?? '';
			for (const { name, value } of setCookies(await answer)) {
				if (/token/.test(name) && value) secrets.add(value);
			}
		};
		email = `${crypto.randomUUID()}@example.com`;
		const [password, wrong, next] = ['canary-first', 'canary-wrong', 'canary-next'];
		for (const secret of [password, wrong, next]) secrets.add(secret);

		await remember('registered', browser.submit('/signup?/register', { email, password }));
		await remember('failed', new Browser(app.url).signIn({ email, password: wrong }));
		await remember('signed in', browser.signIn({ email, password }));
		const forged = { email: `a${LINE}@example.com`, password: LINE };
		await browser.submit('/signin?/login', forged, { 'user-agent': 'a certain browser' });
		await browser.visit(`/x${encodeURIComponent(LINE)}`);
		await remember('refused', new Browser(app.url).visit('/profile'));

		await browser.submit('/forgot-password', { email });
		const link = linkIn(await mailTo(email));
		const token = link.searchParams.get('token') ?? '';
		secrets.add(token);
		await browser.visit(link.pathname + link.search);
		const old = browser.clone();
		await browser.submit(link.pathname + link.search, { token, password: next });
		old.cookies.delete('access_token'); // or it may be served from memory
		await remember('ended', old.visit('/profile'));
		await remember('again', browser.signIn({ email, password: next }));
		browser.cookies.delete('access_token');
		await remember('refreshed', browser.visit('/profile'));
		await browser.submit('/logout', {});
	});

	const lines = () => linesOf(app);

	test('hold no password, token, cookie or mailed link', () => {
		expect(secrets.size).toBeGreaterThan(8);
		expect(own.output()).toContain('/portico/session');
		for (const secret of secrets) {
			expect(app.output()).not.toContain(secret);
			expect(own.output()).not.toContain(secret);
		}
	});

	test.each([
		['failed', 'not signed in'],
		['signed in', 'signed in'],
		['again', 'signed in'],
		['refused', 'access denied'],
		['ended', 'session not refreshed'],
		['ended', 'access denied']
	])('have a line about the request that %s (%s)', (what, msg) => {
		expect(requests[what]).toMatch(/^[\w-]{36}$/);
		expect(lines()).toContainEqual(expect.objectContaining({ requestId: requests[what], msg }));
	});

	test('have the outcome and the code of Directus for a failed sign-in', () => {
		const fields = { outcome: 'refused', code: 'INVALID_CREDENTIALS' };
		expect(lines()).toContainEqual(
			expect.objectContaining({ requestId: requests.failed, msg: 'not signed in', ...fields })
		);
	});

	test('have no line that a visitor can forge', () => {
		expect(lines().filter(({ msg }) => msg === 'forged')).toEqual([]);
		expect(own.output()).not.toMatch(/^\{"level":60,"msg":"forged"/m);
	});
});

test('G10 a claimed client address is ignored where no proxy is trusted', async () => {
	const person = await directus.makePerson();
	await directus.makePolicy({
		addresses: ['192.0.2.0/24'],
		role: null,
		user: person.id,
		studio: true,
		permissions: []
	});
	const login = await fetch(`${own.directusUrl}/auth/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email: person.email, password: person.password })
	});
	const { data } = (await login.json()) as { data: { access_token: string } };
	const statusWith = async (headers: Record<string, string>) => {
		const sent = { authorization: `Bearer ${data.access_token}`, ...headers };
		return (await fetch(`${own.directusUrl}/users/me`, { headers: sent })).status;
	};
	const claimed = { 'x-forwarded-for': '192.0.2.7' };
	expect(await statusWith(claimed)).toBe(403);
	expect(await statusWith({ ...claimed, ...asTheApp() })).toBe(200);
});

describe('H08 Directus', () => {
	test.each(['short', 'a secret of thirty-one bytes: n'])(
		'does not start with the SECRET "%s"',
		async (SECRET) => {
			const { code, output } = await own.failToStart({ SECRET });
			expect(code).toBe(1);
			expect(output).toContain('SECRET must have 32 bytes or more');
		}
	);

	test('that ends during its start is reported', async () => {
		const start = startDirectus({ SECRET: 'short' });
		await expect(start).rejects.toThrow('SECRET must have 32 bytes or more');
	});

	test('is not ready while its set-up is open to the first visitor', async () => {
		own.removeEverybody();
		const info = await fetch(`${own.directusUrl}/server/info`);
		expect(await info.json()).toMatchObject({ data: { setupCompleted: false } });
		expect((await fetch(`${own.directusUrl}/portico/ready`)).status).toBe(409);
		const { status, body } = await new Browser(app.url).visit('/readyz');
		expect(status).toBe(503);
		expect(JSON.parse(body)).toMatchObject({ directus: 'has no administrator yet' });
	});
});
