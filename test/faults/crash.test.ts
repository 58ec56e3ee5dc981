import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/site/ports.ts';
import { databaseVariables, newPostgres } from '../support/postgres-container.ts';
import { type Answer, Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';
import { Relay } from '../support/relay.ts';
import { expireAccessToken, REFRESH } from '../support/expired-session.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 60_000 };
const OWN_SERVERS_MILLISECONDS = 300_000;
const POSTGRES_PORT = 5432;

let postgres: StartedPostgreSqlContainer | undefined;
let own: OwnDirectus;
let relay: Relay;
let app: OwnApp;
let person: Person;
let browser: Browser;

/** An installation of its own: this is about servers that break down. */
async function open(variables: Record<string, string> = {}): Promise<void> {
	own = await startDirectus(variables);
	relay = await Relay.to(own.directusUrl);
	app = await startApp({ DIRECTUS_URL: relay.url });
	person = await new Directus(own).makePerson();
}

async function close(): Promise<void> {
	await app.stop();
	await relay.close();
	await own.end();
	await postgres?.stop();
}

beforeEach(async () => {
	relay.fault = () => 'pass';
	browser = await Browser.signedIn(person, app.url);
	expireAccessToken(browser);
	relay.requests.length = 0;
});

function expectStillSignedIn({ status, headers }: Answer): void {
	expect(status).toBe(503);
	expect(headers.getSetCookie()).toEqual([]);
}

const seesTheirPage = async () => (await browser.visit('/profile')).body.includes(person.email);

if (process.env.PORTICO_TEST_DATABASE !== 'pg') {
	describe('R03 a session survives Directus being killed', () => {
		beforeAll(() => open(), OWN_SERVERS_MILLISECONDS);
		afterAll(close);

		test('after it has exchanged the token, before its answer arrives', async () => {
			relay.fault = ({ path }) => (path === REFRESH ? 'lose answer' : 'pass');
			expectStillSignedIn(await browser.visit('/profile'));
			await own.kill();
			relay.fault = () => 'pass';
			expectStillSignedIn(await browser.visit('/profile'));

			await own.restart();
			await expect.poll(seesTheirPage, POLL).toBe(true);
		});

		test('at any moment of the exchange', async () => {
			let killed: Promise<void> | undefined;
			relay.fault = ({ path }) => {
				if (path === REFRESH) killed ??= own.kill();
				return 'pass';
			};
			await browser.clone().visit('/profile');
			await killed;

			await own.restart();
			await expect.poll(seesTheirPage, POLL).toBe(true);
		});
	});
} else {
	describe('R03 a session survives PostgreSQL being restarted', () => {
		beforeAll(async () => {
			postgres = await startPostgres();
			await open(databaseVariables(postgres));
		}, OWN_SERVERS_MILLISECONDS);
		afterAll(close);

		test('after Directus has exchanged the token, before its answer arrives', async () => {
			relay.fault = ({ path }) => (path === REFRESH ? 'lose answer' : 'pass');
			expectStillSignedIn(await browser.visit('/profile'));
			await postgres?.restart();
			relay.fault = () => 'pass';
			await expect.poll(seesTheirPage, POLL).toBe(true);
		});

		test('at any moment of the exchange', async () => {
			let restarted: Promise<void> | undefined;
			relay.fault = ({ path }) => {
				if (path === REFRESH) restarted ??= postgres?.restart();
				return 'pass';
			};
			await browser.clone().visit('/profile');
			await restarted;
			await expect.poll(seesTheirPage, POLL).toBe(true);
		});
	});
}

/** On a port that stays its own, whatever happens to it. */
async function startPostgres(): Promise<StartedPostgreSqlContainer> {
	const [port = 0] = await freePorts(1);
	return newPostgres().withExposedPorts({ container: POSTGRES_PORT, host: port }).start();
}
