import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test as base } from 'vitest';
import { type Answer, Browser, type Credentials, location } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { mailsTo, mailTo } from '../support/mailbox.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type Fault, Relay } from '../support/relay.ts';
import { TcpRelay } from '../support/tcp-relay.ts';

/** A limit for failures: usually a second is enough. */
const POLL = { timeout: 20_000 };

const directus = new Directus(installation);
afterAll(() => directus.clear());

/** Starts an app with these limits for one test. @returns its address */
type Start = (variables: Record<string, string>) => Promise<string>;

const test = base.extend<{ start: Start; relay: Relay }>({
	// eslint-disable-next-line no-empty-pattern -- as below
	relay: async ({}, use) => {
		const relay = await Relay.to(installation.directusUrl);
		await use(relay);
		await relay.close();
	},
	// eslint-disable-next-line no-empty-pattern -- Vitest reads there which fixtures it needs
	start: async ({}, use) => {
		const apps: OwnApp[] = [];
		await use(async (variables) => {
			const app = await startApp({
				DIRECTUS_URL: installation.directusUrl,
				// behind a proxy that sends the client address
				ADDRESS_HEADER: 'x-real-address',
				...variables
			});
			apps.push(app);
			return app.url;
		});
		await Promise.all(apps.map((app) => app.stop()));
	}
});

const from = (address: string) => ({ 'x-real-address': address });

function expectToWait({ status, headers, body }: Answer) {
	expect(status).toBe(429);
	expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
	expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
	expect(body).toContain('Too many attempts');
	expect(body).toContain('role="alert"');
}

describe.concurrent('L03 registrations', () => {
	function register(url: string, address: string, fields: Record<string, string> = {}) {
		const email = `${randomUUID()}@example.com`;
		const form = { email, password: 'long enough', first_name: 'Ada', ...fields };
		return new Browser(url).submit('/signup?/register', form, from(address));
	}

	test('over RATE_LIMIT_SIGNUP from one address are refused with a waiting time; other addresses are not', async ({
		start
	}) => {
		const url = await start({ RATE_LIMIT_SIGNUP: '2' });
		const [known, other] = [await directus.makePerson(), await directus.makePerson()];
		const there = { email: known.email, password: known.password };

		expect((await register(url, '192.0.2.1', there)).status).toBe(303);
		expect((await register(url, '192.0.2.1', there)).status).toBe(303);
		const third = await register(url, '192.0.2.1', { ...there, email: 'third@example.com' });
		expectToWait(third);
		expect(third.body).toContain('value="third@example.com"');
		expect(third.body).toContain('value="Ada"');
		const elsewhere = { email: other.email, password: other.password };
		expect((await register(url, '192.0.2.2', elsewhere)).status).toBe(303);
	});

	test('that are refused for their password do not count', async ({ start }) => {
		const url = await start({ RATE_LIMIT_SIGNUP: '1' });
		for (let index = 0; index < 3; index++) {
			const { status } = await register(url, '192.0.2.1', { password: 'short' });
			expect(status).toBe(422);
		}
		const { email, password } = await directus.makePerson();
		expect((await register(url, '192.0.2.1', { email, password })).status).toBe(303);
	});

	test('over Directus’ own limit are refused with a waiting time, too', async ({
		start,
		relay
	}) => {
		const body = '{"errors":[{"message":"no","extensions":{"code":"REQUESTS_EXCEEDED"}}]}';
		relay.fault = ({ path }) => (path === '/users/register' ? { status: 429, body } : 'pass');
		const url = await start({ DIRECTUS_URL: relay.url });
		expectToWait(await register(url, '192.0.2.1'));
	});
});

const SIGN_IN = '/portico/session';
const WRONG_PASSWORD: Fault = {
	status: 401,
	body: '{"errors":[{"message":"no","extensions":{"code":"INVALID_CREDENTIALS"}}]}'
};

function signInAt(url: string, { email, password }: Credentials, address: string) {
	return new Browser(url).submit('/signin?/login', { email, password }, from(address));
}

const wrongCredentials = (): Credentials => ({
	email: `${randomUUID()}@example.com`,
	password: 'wrong'
});

describe.concurrent('L01 failed sign-ins', () => {
	test('a hundred from one address do not lock out the owner at another', async ({ start }) => {
		const url = await start({ RATE_LIMIT_PER_ADDRESS: '1000' });
		const person = await directus.makePerson();
		const wrong = { ...person, password: 'wrong' };
		const attacks = Array.from({ length: 100 }, () => signInAt(url, wrong, '192.0.2.1'));
		const statuses = (await Promise.all(attacks)).map(({ status }) => status);

		// those at the same moment count like those in a row
		expect(statuses.filter((status) => status === 401)).toHaveLength(10);
		expect(statuses.filter((status) => status === 429)).toHaveLength(90);
		expectToWait(await signInAt(url, person, '192.0.2.1'));
		expect((await signInAt(url, person, '192.0.2.2')).status).toBe(303);
		expect(await directus.send('GET', `/users/${person.id}?fields=status`)).toEqual({
			status: 'active'
		});
	});

	test('from one /64 of IPv6 count as from one address', async ({ start }) => {
		const url = await start({ RATE_LIMIT_PER_ACCOUNT: '2' });
		const wrong = wrongCredentials();
		expect((await signInAt(url, wrong, '2001:db8:0:1::1')).status).toBe(401);
		expect((await signInAt(url, wrong, '2001:db8:0:1::2')).status).toBe(401);
		expectToWait(await signInAt(url, wrong, '2001:db8:0:1:ffff::3'));
		expect((await signInAt(url, wrong, '2001:db8:0:2::1')).status).toBe(401);
	});

	test('from many addresses slow down sign-ins to an account, and are not refused', async ({
		start,
		relay
	}) => {
		const url = await start({ DIRECTUS_URL: relay.url, RATE_LIMIT_PER_ACCOUNT: '3' });
		const person = await directus.makePerson();
		relay.fault = ({ path }) => (path === SIGN_IN ? WRONG_PASSWORD : 'pass');
		const attacks = Array.from({ length: 60 }, (_, index) =>
			signInAt(url, person, `198.51.100.${index}`)
		);
		const statuses = (await Promise.all(attacks)).map(({ status }) => status);
		expect(statuses).toEqual(Array(60).fill(401));

		relay.fault = () => 'pass';
		expect((await signInAt(url, person, '192.0.2.2')).status).toBe(303);
	});

	test('to one account from one address are refused with a waiting time; its owner signs in from another address', async ({
		start
	}) => {
		const url = await start({ RATE_LIMIT_PER_ACCOUNT: '3' });
		const person = await directus.makePerson();
		const sent = (password: string, address: string, email = person.email) =>
			new Browser(url).submit('/signin?/login', { email, password }, from(address));

		expect((await sent('wrong', '192.0.2.1')).status).toBe(401);
		expect((await sent('wrong', '192.0.2.1', person.email.toUpperCase())).status).toBe(401);
		expect((await sent('wrong', '192.0.2.1', ` ${person.email} `)).status).toBe(401);
		const right = await sent(person.password, '192.0.2.1');
		expectToWait(right);
		expect(right.body).toContain(`value="${person.email}"`);

		expect((await sent(person.password, '192.0.2.2')).status).toBe(303);
		const record = await directus.send('GET', `/users/${person.id}?fields=status`);
		expect(record).toEqual({ status: 'active' });
	});

	test('to an account that does not exist are limited alike', async ({ start }) => {
		const url = await start({ RATE_LIMIT_PER_ACCOUNT: '1' });
		const form = { email: 'nobody.at.all@example.com', password: 'wrong' };
		const sent = () => new Browser(url).submit('/signin?/login', form, from('192.0.2.1'));
		expect((await sent()).status).toBe(401);
		expectToWait(await sent());
	});

	test('have a Retry-After for scripts as well', async ({ start }) => {
		const url = await start({ RATE_LIMIT_PER_ADDRESS: '1', ADDRESS_HEADER: '' });
		const { email, password } = wrongCredentials();
		const sent = () => new Browser(url).enhancedSubmit('/signin?/login', { email, password });
		await sent();
		const { status, headers, body } = await sent();
		expect(status).toBe(429);
		expect(headers.get('retry-after')).toMatch(/^\d+$/);
		expect(body).toContain('Too many attempts');
	});

	test('never delay successful ones', async ({ start }) => {
		const url = await start({ RATE_LIMIT_PER_ACCOUNT: '1' });
		const { email, password } = await directus.makePerson();
		for (let index = 0; index < 3; index++) {
			const answer = await new Browser(url).submit(
				'/signin?/login',
				{ email, password },
				from('192.0.2.1')
			);
			expect(answer.status).toBe(303);
		}
	});
});

describe.concurrent('L04 attempts from one address', () => {
	test('over RATE_LIMIT_PER_ADDRESS are refused with a waiting time, across all accounts; recoveries count as well', async ({
		start
	}) => {
		// mails may link to the address of the installation only
		const origin = installation.url;
		const url = await start({ RATE_LIMIT_PER_ADDRESS: '3', APP_ORIGIN: origin });
		const post = (path: string, fields: object, address: string) =>
			new Browser(url).submit(
				path,
				{ email: `${randomUUID()}@example.com`, ...fields },
				{ ...from(address), origin }
			);
		const signIn = (address: string) => post('/signin?/login', { password: 'wrong' }, address);

		expect((await signIn('192.0.2.1')).status).toBe(401);
		expect((await signIn('192.0.2.1')).status).toBe(401);
		expect((await post('/forgot-password', {}, '192.0.2.1')).status).toBe(200);
		expectToWait(await signIn('192.0.2.1'));
		expectToWait(await post('/forgot-password', {}, '192.0.2.1'));
		expect((await signIn('192.0.2.2')).status).toBe(401);
	});

	test('leave a person who registered with an account, and a link to sign in later', async ({
		start
	}) => {
		const url = await start({ RATE_LIMIT_PER_ADDRESS: '1' });
		await signInAt(url, wrongCredentials(), '192.0.2.1');
		const { email, password } = wrongCredentials();
		const browser = new Browser(url);
		const answer = await browser.submit(
			'/signup?/register&redirectedFrom=%2Farticles',
			{ email, password: `${password} but long` },
			from('192.0.2.1')
		);
		expect([answer.status, location(answer)]).toEqual([303, '/signin?redirectedFrom=%2Farticles']);
		expect((await browser.visit(location(answer) ?? '')).body).toContain('wait a minute');
		expect(await directus.clearLater(email)).toHaveLength(1);
	});

	test('cannot hide behind headers that are not configured', async ({ start }) => {
		const url = await start({ ADDRESS_HEADER: '', RATE_LIMIT_PER_ADDRESS: '1' });
		const sent = (address: string) =>
			new Browser(url).submit(
				'/signin?/login',
				{ email: 'a@example.com', password: 'wrong' },
				{ 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}` }
			);
		expect((await sent('192.0.2.1')).status).toBe(401);
		expectToWait(await sent('192.0.2.2'));
	});
});

describe.concurrent('L04 emails', () => {
	test('to one account are limited to three across all addresses, and no response reveals it', async ({
		start
	}) => {
		// mails may link to the address of the installation only
		const origin = installation.url;
		const url = await start({ APP_ORIGIN: origin });
		const { email } = await directus.makePerson();
		const requestEmail = (account: string, address: string) =>
			new Browser(url).submit('/forgot-password', { email: account }, { ...from(address), origin });
		const answers = [];
		for (let index = 0; index < 5; index++) {
			for (const account of [email, 'nobody.at.all@example.com']) {
				const { status, body } = await requestEmail(account, `192.0.2.${index}`);
				answers.push(
					`${status} ${body.replaceAll(account, 'EMAIL').replace(/nonce="[^"]*"/g, '')}`
				);
			}
		}
		expect(answers[0]).toMatch(/^200 /);
		expect(new Set(answers).size).toBe(1);

		// sent after the others, so whatever was sent before has arrived with it
		const last = await directus.makePerson();
		await requestEmail(last.email, '192.0.2.9');
		await mailTo(last.email);
		expect(await mailsTo(email)).toHaveLength(3);
	});
});

test('L04 emails requested from Directus itself are limited to three as well', async () => {
	const [person, last] = [await directus.makePerson(), await directus.makePerson()];
	const requestEmail = ({ email }: { email: string }) =>
		fetch(`${installation.directusUrl}/auth/password/request`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email })
		});
	for (let index = 0; index < 5; index++) expect((await requestEmail(person)).status).toBe(204);
	// sent after the others, so whatever was sent before has arrived with it
	await requestEmail(last);
	await mailTo(last.email);
	expect(await mailsTo(person.email)).toHaveLength(3);
});

describe.concurrent('L02 the client address of a visitor', () => {
	test('is the address from the proxy, and the only one that Directus receives', async ({
		start,
		relay
	}) => {
		const url = await start({
			DIRECTUS_URL: relay.url,
			ADDRESS_HEADER: 'x-forwarded-for',
			XFF_DEPTH: '2'
		});
		const { email, password } = wrongCredentials();
		const headers = { 'x-forwarded-for': '203.0.113.9, 192.0.2.7, 10.0.0.1' };
		await new Browser(url).submit('/signin?/login', { email, password }, headers);
		const sent = relay.requests.find(({ path }) => path === SIGN_IN)?.headers;
		expect(sent?.['x-forwarded-for']).toBe('192.0.2.7');
	});

	const unusable: [string, Record<string, string>][] = [
		['is missing', {}],
		['is no address', { 'x-real-address': '192.0.2.1, 203.0.113.9' }]
	];
	for (const [what, headers] of unusable) {
		test(`that ${what} is taken from the connection, with one line in the log`, async ({
			relay,
			onTestFinished
		}) => {
			const app = await startApp({ DIRECTUS_URL: relay.url, ADDRESS_HEADER: 'x-real-address' });
			onTestFinished(async () => void (await app.stop()));
			const browser = new Browser(app.url);
			expect((await browser.visit('/', headers)).status).toBe(200);
			for (let index = 0; index < 2; index++) {
				const answer = await browser.submit('/signin?/login', { ...wrongCredentials() }, headers);
				expect(answer.status).toBe(401);
			}
			const sent = relay.requests.find(({ path }) => path === SIGN_IN)?.headers;
			expect(sent?.['x-forwarded-for']).toMatch(/^(127\.0\.0\.1|::1)$/);
			expect(app.output().match(/ADDRESS_HEADER/g)).toHaveLength(1);
		});
	}
});

describe('L08 sign-ins at the same moment', () => {
	test('run four at once at Directus, and pages are still served', async ({ start, relay }) => {
		const url = await start({ DIRECTUS_URL: relay.url });
		relay.fault = ({ path }) => (path === SIGN_IN ? 'hang' : 'pass');
		const storm = Array.from({ length: 30 }, (_, index) =>
			signInAt(url, wrongCredentials(), `192.0.2.${index}`)
		);
		await expect.poll(() => relay.count(SIGN_IN), POLL).toBe(4);
		expect((await new Browser(url).visit('/articles')).status).toBe(200);
		expect(relay.count(SIGN_IN)).toBe(4);

		relay.fault = () => 'pass';
		relay.release();
		const statuses = (await Promise.all(storm)).map(({ status }) => status);
		expect(statuses).toEqual(Array(30).fill(401));
		expect(relay.maxConcurrent(SIGN_IN)).toBe(4);
	});

	test('to one account run one by one, so that Directus suspends no account for successful ones', async ({
		start,
		relay,
		onTestFinished
	}) => {
		const url = await start({ DIRECTUS_URL: relay.url });
		const person = await directus.makePerson();
		await directus.send('PATCH', '/settings', { auth_login_attempts: 25 });
		onTestFinished(() => directus.send('PATCH', '/settings', { auth_login_attempts: null }));

		const storm = Array.from({ length: 26 }, (_, index) =>
			signInAt(url, person, `192.0.2.${index % 13}`)
		);
		const statuses = (await Promise.all(storm)).map(({ status }) => status);
		expect(statuses).toEqual(Array(26).fill(303));
		expect(relay.maxConcurrent(SIGN_IN)).toBe(1);
		expect(await directus.send('GET', `/users/${person.id}?fields=status`)).toEqual({
			status: 'active'
		});
	});

	test('beyond the queue get a Retry-After', async ({ start, relay }) => {
		const url = await start({ DIRECTUS_URL: relay.url });
		relay.fault = ({ path }) => (path === SIGN_IN ? 'hang' : 'pass');
		const crowd = Array.from({ length: 100 }, (_, index) =>
			signInAt(url, wrongCredentials(), `192.0.2.${index}`)
		);
		// the response to the request that was too late is the first, since all others wait
		const late = signInAt(url, wrongCredentials(), '198.51.100.1');
		const { status, headers, body } = await Promise.race([late, ...crowd]);
		expect(status).toBe(503);
		expect(headers.get('retry-after')).toBe('10');
		expect(body).toContain('Please wait 10 seconds');
		expect(body).toContain('role="alert"');

		relay.fault = () => WRONG_PASSWORD;
		relay.release();
		await Promise.all([late, ...crowd]);
	});
});

describe('L01 rate limits with Redis', () => {
	test('that was never available do not delay sign-ins, and still count', async ({ start }) => {
		const url = await start({ REDIS_URL: 'redis://127.0.0.1:9', RATE_LIMIT_PER_ACCOUNT: '1' });
		await expectCounted(url);
	});

	const { redisUrl } = installation;
	if (!redisUrl) return;

	test('are shared by all processes of the app', async ({ start }) => {
		const variables = { REDIS_URL: redisUrl, RATE_LIMIT_PER_ACCOUNT: '2' };
		const urls = [await start(variables), await start(variables)];
		const [wrong, here] = [wrongCredentials(), randomAddress()];
		for (const url of urls) expect((await signInAt(url, wrong, here)).status).toBe(401);
		for (const url of urls) expectToWait(await signInAt(url, wrong, here));
	});

	test.for(['hangs', 'is cut off'])(
		'that %s do not delay sign-ins, and still count',
		async (what, { start, onTestFinished }) => {
			const way = await TcpRelay.to(redisUrl);
			onTestFinished(() => way.cut().catch(() => {}));
			const url = await start({
				REDIS_URL: `redis://127.0.0.1:${way.port}`,
				RATE_LIMIT_PER_ACCOUNT: '1'
			});
			await expect.poll(() => way.connections, POLL).toBe(1);
			if (what === 'hangs') way.hang();
			else await way.cut();
			await expectCounted(url);
		}
	);

	/** Signs in, fails, and waits. */
	async function expectCounted(url: string): Promise<void> {
		const [person, here] = [await directus.makePerson(), randomAddress()];
		expect((await signInAt(url, person, here)).status).toBe(303);
		const wrong = { ...person, password: 'wrong' };
		expect((await signInAt(url, wrong, here)).status).toBe(401);
		expectToWait(await signInAt(url, wrong, here));
	}

	/** Redis keeps counts for longer than a test. */
	function randomAddress(): string {
		return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
	}
});
