// A process of the app with an uncaught error.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { Browser } from '../support/browser.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { Relay } from '../support/relay.ts';

const REJECTER = pathToFileURL(path.join(import.meta.dirname, 'rejecter.js')).href;
/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 50_000 };

let app: OwnApp;
let relay: Relay;
afterEach(async () => {
	await app.stop();
	await relay.close();
});

test.each(['rejected', 'thrown'])(
	'D28 an uncaught error (%s) is logged with the id of its request; the process ends when all requests are answered',
	async (how) => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({
			DIRECTUS_URL: relay.url,
			NODE_OPTIONS: `--import ${REJECTER}`,
			FAILS_BY: how === 'thrown' ? 'throwing' : 'rejecting',
			REQUEST_ID_HEADER: 'X-Request-Id'
		});
		relay.fault = ({ path }) => (path.startsWith('/portico/teasers') ? 'hang' : 'pass');
		const id = randomUUID();
		const answer = new Browser(app.url).visit('/articles', { 'x-request-id': id });
		await vi.waitUntil(() => app.output().includes(`${how} by the test`), POLL);
		relay.fault = () => 'pass';
		relay.release();

		expect((await answer).status).toBe(200);
		expect(await app.ended).toBe(1);
		const fatal = app
			.output()
			.split('\n')
			.filter((line) => line.includes('"level":60'));
		expect(fatal).toHaveLength(1);
		expect(JSON.parse(fatal[0] ?? '')).toMatchObject({
			requestId: id,
			err: { message: `${how} by the test` }
		});
	}
);
