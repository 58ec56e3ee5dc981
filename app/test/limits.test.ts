import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test as base } from 'vitest';
import { type Answer, Browser } from './browser.ts';
import { Directus } from './directus.ts';
import { installation } from './installation.ts';
import { type OwnApp, startApp } from './own-app.ts';
import { Relay } from './faults/relay.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

/** Starts an app with these limits for one test, and tells its address. */
type Start = (variables: Record<string, string>) => Promise<string>;

const test = base.extend<{ start: Start }>({
	// eslint-disable-next-line no-empty-pattern -- Vitest reads there which fixtures it needs
	start: async ({}, use) => {
		const apps: OwnApp[] = [];
		await use(async (variables) => {
			const app = await startApp({
				DIRECTUS_URL: installation.directusUrl,
				// behind a proxy that says where people come from
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
	expect(body).toContain('tried too often');
	expect(body).toContain('role="alert"');
}

describe.concurrent('L03 registrations', () => {
	function register(url: string, address: string, fields: Record<string, string> = {}) {
		const email = `${randomUUID()}@example.com`;
		const form = { email, password: 'long enough', first_name: 'Ada', ...fields };
		return new Browser(url).submit('/signup?/register', form, from(address));
	}

	test('over RATE_LIMIT_SIGNUP from one address wait; others go on', async ({ start }) => {
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

	test('over Directus’ own limit wait, too', async ({ start, onTestFinished }) => {
		const relay = await Relay.to(installation.directusUrl);
		onTestFinished(() => relay.close());
		const body = '{"errors":[{"message":"no","extensions":{"code":"REQUESTS_EXCEEDED"}}]}';
		relay.fate = ({ path }) => (path === '/users/register' ? { status: 429, body } : 'pass');
		const url = await start({ DIRECTUS_URL: relay.url });
		expectToWait(await register(url, '192.0.2.1'));
	});
});

describe.concurrent('L01 failed sign-ins', () => {
	test('to one account from one address wait; its owner signs in from elsewhere', async ({
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

	test('wait the same for an account that does not exist', async ({ start }) => {
		const url = await start({ RATE_LIMIT_PER_ACCOUNT: '1' });
		const form = { email: 'nobody.at.all@example.com', password: 'wrong' };
		const sent = () => new Browser(url).submit('/signin?/login', form, from('192.0.2.1'));
		expect((await sent()).status).toBe(401);
		expectToWait(await sent());
	});

	test('never make right ones wait', async ({ start }) => {
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

describe.concurrent('L04 tries from one address', () => {
	test('over RATE_LIMIT_PER_ADDRESS wait, whatever the account; recoveries count as well', async ({
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

	test('cannot hide behind headers that nobody asked for', async ({ start }) => {
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
