import { createClient } from '@redis/client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { failToStart, type OwnApp, startApp } from '../support/own-app.ts';
import { Relay } from '../support/relay.ts';
import { expireAccessToken, REFRESH, refreshTokenIn, cloneAt } from '../support/expired-session.ts';
import { TcpRelay } from '../support/tcp-relay.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 20_000 };
const PASSWORD = 'a-secret-of-redis';

describe('H08 REDIS_URL that names no Redis stops the app, which does not repeat it', () => {
	test.each([
		`http://app:${PASSWORD}@127.0.0.1:6379`,
		`app:${PASSWORD}@127.0.0.1:6379`,
		`redis://app:${PASSWORD}@`,
		`redis://app:${PASSWORD}@127.0.0.1:6379/database`
	])('%s', async (REDIS_URL) => {
		const variables = { DIRECTUS_URL: installation.directusUrl, REDIS_URL };
		const { code, output } = await failToStart(variables);
		expect(code).toBe(1);
		expect(output).toContain('REDIS_URL');
		expect(output).not.toContain(PASSWORD);
	});
});

/** State of Redis in /readyz. */
async function readiness({ url }: OwnApp): Promise<unknown> {
	const { status, body } = await new Browser(url).visit('/readyz');
	expect(status).toBe(200);
	return (JSON.parse(body) as { redis?: string }).redis;
}

test('an app without Redis does not mention it in log and readyz', async () => {
	const app = await startApp({ DIRECTUS_URL: installation.directusUrl });
	expect(await readiness(app)).toBeUndefined();
	await app.stop();
});

if (installation.redisUrl) describeWithRedis(installation.redisUrl);

function describeWithRedis(redisUrl: string) {
	const directus = new Directus(installation);
	const redis = createClient({ url: redisUrl });
	let person: Person;
	let relay: Relay;
	let wire: TcpRelay;
	let apps: [OwnApp, OwnApp];
	let browser: Browser;

	beforeAll(async () => {
		[person, relay, wire] = await Promise.all([
			directus.makePerson(),
			Relay.to(installation.directusUrl),
			TcpRelay.to(redisUrl),
			redis.connect()
		]);
		const variables = { DIRECTUS_URL: relay.url, REDIS_URL: `redis://127.0.0.1:${wire.port}` };
		apps = await Promise.all([startApp(variables), startApp(variables)]);
	});
	beforeEach(async () => {
		relay.fault = () => 'pass';
		await wire.restore();
		for (const app of apps) await expect.poll(() => readiness(app), POLL).toBe('ready');
		browser = await Browser.signedIn(person, apps[0].url);
		expireAccessToken(browser);
		relay.requests.length = 0;
	});
	afterAll(async () => {
		await Promise.all([...apps.map((app) => app.stop()), relay.close()]);
		await wire.cut();
		await redis.close();
		await directus.clear();
	});

	/** Fifty page views at once in both processes, all of the same session, which is alive afterwards. */
	async function expectAllServed(): Promise<void> {
		const tabs = Array.from({ length: 25 }, () => apps.map((app) => cloneAt(app, browser))).flat();
		const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));
		expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
		expect(new Set(answers.map(refreshTokenIn)).size).toBe(1);
		for (const tab of tabs.slice(0, 2)) {
			tab.cookies.delete('access_token');
			expect((await tab.visit('/profile')).status).toBe(200);
		}
	}

	const lines = ({ output }: OwnApp, words: string) => output().split(words).length - 1;

	describe('no member is signed out where Redis', () => {
		test('R02 is available: both processes share one exchange', async () => {
			await expectAllServed();
			// and the later one of the successor's
			expect(relay.count(REFRESH)).toBe(2);
		});

		test('is unavailable, which log and readyz report, and is used again when it is back', async () => {
			const [app] = apps;
			const logged = {
				away: lines(app, 'Redis is unavailable'),
				back: lines(app, 'Redis is available again')
			};
			await wire.cut();
			await expect.poll(() => readiness(app), POLL).toBe('no answer');
			await expectAllServed();
			await wire.restore();
			await expect.poll(() => readiness(app), POLL).toBe('ready');
			expect(lines(app, 'Redis is unavailable')).toBe(logged.away + 1);
			expect(lines(app, 'Redis is available again')).toBe(logged.back + 1);
		});

		test('breaks down during the exchange', async () => {
			let broken: Promise<void> | undefined;
			relay.fault = ({ path }) => {
				if (path === REFRESH) broken ??= wire.cut();
				return 'pass';
			};
			await expectAllServed();
			await broken;
		});

		test('hangs, which log and readyz report', async () => {
			const [app] = apps;
			const logged = lines(app, 'Redis is unavailable');
			wire.hang();
			await expectAllServed();
			await expect
				.poll(async () => [await readiness(app), lines(app, 'Redis is unavailable')], POLL)
				.toEqual(['no answer', logged + 1]);
			await wire.restore();
			await expect.poll(() => readiness(app), POLL).toBe('ready');
		});

		test('begins to hang during the exchange', async () => {
			relay.fault = ({ path }) => {
				if (path === REFRESH) wire.hang();
				return 'pass';
			};
			await expectAllServed();
		});

		test('loses its data during the exchange', async () => {
			let flushed: Promise<unknown> | undefined;
			relay.fault = ({ path }) => {
				if (path === REFRESH) flushed ??= redis.flushAll();
				return 'pass';
			};
			await expectAllServed();
			await flushed;
		});

		test('holds other values than were stored', async () => {
			const answer = await browser.clone().visit('/profile');
			for await (const keys of redis.scanIterator({ MATCH: 'portico:*' })) {
				for (const key of keys) await redis.set(key, 'something else', { expiration: 'KEEPTTL' });
			}
			const otherAnswer = await cloneAt(apps[1], browser).visit('/profile');
			expect(otherAnswer.status).toBe(200);
			expect(refreshTokenIn(otherAnswer)).toBe(refreshTokenIn(answer));
		});
	});

	test('no member is signed out where Redis is unavailable from the start', async () => {
		await wire.cut();
		const REDIS_URL = `redis://app:${PASSWORD}@127.0.0.1:${wire.port}`;
		const app = await startApp({ DIRECTUS_URL: relay.url, REDIS_URL });
		expect(await readiness(app)).toBe('no answer');
		const { status, body } = await cloneAt(app, browser).visit('/profile');
		expect(status).toBe(200);
		expect(body).toContain(person.email);

		// there now, but it refuses this password
		await wire.restore();
		await expect.poll(() => wire.taken, POLL).toBeGreaterThan(apps.length);
		expect((await cloneAt(app, browser).visit('/profile')).status).toBe(200);
		expect(await readiness(app)).toBe('no answer');
		expect(lines(app, 'Redis is unavailable')).toBe(1);
		expect(app.output()).not.toContain(PASSWORD);
		expect(await app.stop()).toBe(0);
	});

	test('no member is signed out where Redis hangs from the start', async () => {
		wire.hang();
		const REDIS_URL = `redis://127.0.0.1:${wire.port}`;
		const app = await startApp({ DIRECTUS_URL: relay.url, REDIS_URL });
		expect((await cloneAt(app, browser).visit('/profile')).status).toBe(200);
		expect(await readiness(app)).toBe('no answer');
		await expect.poll(() => lines(app, 'Redis is unavailable'), POLL).toBe(1);

		await wire.restore();
		await expect.poll(() => readiness(app), POLL).toBe('ready');
		expect(lines(app, 'Redis is available again')).toBe(1);
		expect(await app.stop()).toBe(0);
	});

	test('S03 the entries in Redis open no session, and expire soon', async () => {
		const before = browser.cookies.get('refresh_token') ?? expect.fail();
		const after = refreshTokenIn(await browser.clone().visit('/profile')) ?? expect.fail();
		let found = 0;
		for await (const keys of redis.scanIterator({ MATCH: 'portico:*' })) {
			for (const key of keys) {
				const value = (await redis.get(key)) ?? '';
				const held = key + value + Buffer.from(value, 'base64').toString('latin1');
				for (const secret of [before, after, 'eyJ']) expect(held).not.toContain(secret);
				expect(await redis.pTTL(key)).toBeLessThanOrEqual(60_000);
				found++;
			}
		}
		expect(found).toBeGreaterThan(0);
	});

	test('H07 an app closes its connection to Redis on SIGTERM', async () => {
		const REDIS_URL = `redis://127.0.0.1:${wire.port}`;
		const before = wire.connections;
		const app = await startApp({ DIRECTUS_URL: relay.url, REDIS_URL });
		await expect.poll(() => wire.connections, POLL).toBe(before + 1);
		expect(await app.stop()).toBe(0);
		await expect.poll(() => wire.connections, POLL).toBe(before);
	});
}
