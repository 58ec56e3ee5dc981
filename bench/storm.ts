import { Browser, type Credentials } from '../test/support/browser.ts';
import { expireAccessToken, REFRESH, cloneAt } from '../test/support/expired-session.ts';
import { Relay } from '../test/support/relay.ts';
import { installation } from '../test/support/installation-under-test.ts';
import { type OwnApp, startApp } from '../test/support/own-app.ts';
import type { Row } from './row.ts';
import type { Settings } from './bench-settings.ts';

/** Outcome of simultaneous page views with one expired access token. */
export interface Storm {
	refreshes: number;
	goodAnswers: number;
	/** Whether the cookies of the last response still work, by either token. */
	aliveAfterwards: boolean;
	milliseconds: number;
}

/** Concurrent requests for a member's page with one expired access token, to one process or to several. */
export async function measureStorm(
	member: Credentials,
	{ storm: views }: Settings,
	{ what, processes, variables = {} }: StormOptions
): Promise<Row> {
	const relay = await Relay.to(installation.directusUrl);
	const environment = { NODE_ENV: 'production', ...variables, DIRECTUS_URL: relay.url };
	const apps: OwnApp[] = [];
	try {
		for (let count = 0; count < processes; count += 1) apps.push(await startApp(environment));
		return row(what, views, await storm(apps, relay, member, views));
	} finally {
		await Promise.all(apps.map((app) => app.stop()));
		await relay.close();
	}
}

interface StormOptions {
	what: string;
	processes: number;
	/** Variables of the processes, besides the address of Directus. */
	variables?: Record<string, string>;
}

async function storm(
	apps: OwnApp[],
	relay: Relay,
	member: Credentials,
	views: number
): Promise<Storm> {
	const [first] = apps;
	if (!first) throw new Error('A storm needs an app.');
	const browser = await Browser.signedIn(member, first.url);
	expireAccessToken(browser);
	relay.requests.length = 0;

	const tabs = Array.from({ length: views }, (_, index) =>
		cloneAt(apps[index % apps.length] ?? first, browser)
	);
	const start = performance.now();
	const answers = await Promise.all(tabs.map((tab) => tab.visit('/profile').catch(() => null)));
	const milliseconds = performance.now() - start;
	const refreshes = relay.count(REFRESH);

	return {
		refreshes,
		goodAnswers: answers.filter((answer) => answer?.body.includes(member.email)).length,
		aliveAfterwards: await isAlive(tabs.at(-1) ?? browser, member),
		milliseconds
	};
}

async function isAlive(browser: Browser, { email }: Credentials): Promise<boolean> {
	const shows = async () => (await browser.visit('/profile')).body.includes(email);
	const byAccessToken = await shows();
	browser.cookies.delete('access_token');
	return byAccessToken && (await shows());
}

function row(what: string, views: number, storm: Storm): Row {
	const { refreshes, goodAnswers, aliveAfterwards } = storm;
	return {
		what,
		measured: `${refreshes} upstream, ${goodAnswers} good answers, session ${aliveAfterwards ? 'alive' : 'LOST'}`,
		limit: `1 upstream, ${views} good answers, session alive`,
		met: refreshes === 1 && goodAnswers === views && aliveAfterwards,
		figures: storm
	};
}
