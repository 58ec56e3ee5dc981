import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { Relay } from '../support/relay.ts';
import { expireAccessToken, REFRESH, refreshTokenIn, cloneAt } from '../support/expired-session.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 20_000 };
const PROCESSES = 4;
const CLOCK = new URL('clock.ts', import.meta.url).href;

const directus = new Directus(installation);
let relay: Relay;
let person: Person;
beforeAll(async () => {
	[relay, person] = await Promise.all([Relay.to(installation.directusUrl), directus.makePerson()]);
});
afterAll(async () => {
	await relay.close();
	await directus.clear();
});

let apps: OwnApp[];
let browser: Browser;

async function begin(...variables: Record<string, string>[]): Promise<void> {
	apps = await Promise.all(variables.map((own) => startApp({ DIRECTUS_URL: relay.url, ...own })));
}

beforeEach(async () => {
	relay.fault = () => 'pass';
	browser = await Browser.signedIn(person, apps[0]?.url);
	expireAccessToken(browser);
	relay.requests.length = 0;
});

const ways: [string, Record<string, string>][] = [['without Redis', {}]];
if (installation.redisUrl) {
	// with the secret, each process is subscribed to events on the same connection
	ways.push(['with Redis', { REDIS_URL: installation.redisUrl }]);
}

describe.each(ways)('in four processes %s', (_, variables) => {
	beforeAll(() => begin(...Array<typeof variables>(PROCESSES).fill(variables)));
	afterAll(() => Promise.all(apps.map((app) => app.stop())));

	test('R02 a thousand page views at once with one expired token all succeed', async () => {
		const tabs = Array.from({ length: 250 }, () => apps.map((app) => cloneAt(app, browser))).flat();
		const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile')));

		expect(answers.map(({ status }) => status)).toEqual(Array(1_000).fill(200));
		expect(answers.every(({ body }) => body.includes(person.email))).toBe(true);
		expect(new Set(answers.map(refreshTokenIn)).size).toBe(1);
		// Directus returns the same pair to each request; with Redis there is only one
		expect(relay.count(REFRESH)).toBeLessThanOrEqual(variables.REDIS_URL ? 1 : PROCESSES);

		for (const app of apps) {
			const [tab] = tabs;
			const later = cloneAt(app, tab ?? expect.fail());
			later.cookies.delete('access_token');
			expect((await later.visit('/profile')).status).toBe(200);
		}
	});

	test('R03 a member stays signed in through another process when theirs is killed during the refresh', async () => {
		const victim = await startApp({ DIRECTUS_URL: relay.url, ...variables });
		let killed: Promise<void> | undefined;
		relay.fault = ({ path }) => {
			if (path === REFRESH) killed ??= victim.kill();
			return 'pass';
		};
		const visit = cloneAt(victim, browser).visit('/profile');
		await expect(visit).rejects.toThrow();
		await killed;

		for (const app of apps) {
			const seesTheirPage = async () =>
				(await cloneAt(app, browser).visit('/profile')).body.includes(person.email);
			await expect.poll(seesTheirPage, POLL).toBe(true);
		}
	});

	test('R05 a session that has ended ends in each of them', async () => {
		await browser.clone().submit('/logout', {});
		for (const app of apps) {
			const tab = cloneAt(app, browser);
			expect((await tab.visit('/profile')).status).toBe(303);
			expect(tab.cookies.has('refresh_token')).toBe(false);
		}
	});
});

describe('R07 processes whose clocks are two minutes apart, one behind Directus and one ahead,', () => {
	const clock = (seconds: number) => ({
		NODE_OPTIONS: `--import ${CLOCK}`,
		CLOCK_AHEAD_SECONDS: String(seconds)
	});
	beforeAll(() => begin(clock(-60), clock(60)));
	afterAll(() => Promise.all(apps.map((app) => app.stop())));
	afterEach(() => {
		relay.fault = () => 'pass';
	});

	test('treat a new session as fresh, whichever process created it', async () => {
		for (const [here, there] of [apps, apps.toReversed()]) {
			const fresh = await Browser.signedIn(person, here?.url);
			relay.requests.length = 0;
			expect((await fresh.visit('/profile')).status).toBe(200);
			expect((await cloneAt(there ?? expect.fail(), fresh).visit('/profile')).status).toBe(200);
			expect(relay.count(REFRESH)).toBe(0);
		}
	});

	test('send Directus no expired access token, and keep the session', async () => {
		const dead = browser.cookies.get('access_token');
		for (const app of apps) {
			const tab = cloneAt(app, browser);
			expect((await tab.visit('/profile')).status).toBe(200);
			expect((await tab.visit('/profile')).status).toBe(200);
		}
		const sent = relay.requests.map(({ headers }) => headers.authorization);
		expect(sent).not.toContain(`Bearer ${dead}`);
	});
});
