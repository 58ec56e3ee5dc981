import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { gatewayKeysText, newGatewayKey } from '@portico/contract/gateway.ts';
import { freePorts } from '../../scripts/site/ports.ts';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { Relay } from '../support/relay.ts';
import { installation } from '../support/installation-under-test.ts';
import { Metrics } from '../support/scraped-metrics.ts';
import { failToStart, type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';

const OWN_DIRECTUS_MILLISECONDS = 300_000;
/** A limit for failures: usually a second is enough. */
const POLL = { timeout: 30_000, interval: 100 };
const REQUESTS = 'portico_http_request_duration_seconds_count';

let own: OwnDirectus;
let directus: Directus;
let relay: Relay;
let app: OwnApp;
let metricsPort: string;
beforeAll(async () => {
	const [port = 0, other = 0] = await freePorts(2);
	metricsPort = String(other);
	const PORTICO_EVENTS_SECRET = `whsec_${randomBytes(32).toString('base64')}`;
	own = await startDirectus({
		PORTICO_EVENTS_SECRET,
		PORTICO_EVENTS_URLS: `http://127.0.0.1:${port}/hooks/directus`
	});
	directus = new Directus(own);
	relay = await Relay.to(own.directusUrl);
	app = await startApp({
		PORT: String(port),
		PORTICO_METRICS_PORT: metricsPort,
		PORTICO_EVENTS_SECRET,
		DIRECTUS_URL: relay.url,
		STUDIO_URL: own.directusUrl,
		RATE_LIMIT_PER_ACCOUNT: '2',
		GATEWAY_SERVICES: 'closed=http://127.0.0.1:9',
		GATEWAY_KEYS: gatewayKeysText([newGatewayKey(0)]),
		// a closed port
		REDIS_URL: 'redis://127.0.0.1:9'
	});
}, OWN_DIRECTUS_MILLISECONDS);
afterAll(async () => {
	await app.stop();
	await relay.close();
	await own.end();
});

type Labels = Record<string, string>;

let before: Metrics;
beforeEach(async () => {
	before = await Metrics.at(metricsPort);
});

/** How much a count has risen since the test began. */
async function increase(name: string, labels: Labels = {}): Promise<number> {
	return (await Metrics.at(metricsPort)).sum(name, labels) - before.sum(name, labels);
}

test('metrics are served on their own port, and not on the public one', async () => {
	const url = `http://127.0.0.1:${metricsPort}`;
	const { status, headers } = await fetch(`${url}/metrics`);
	expect([status, headers.get('content-type')]).toEqual([
		200,
		'text/plain; version=0.0.4; charset=utf-8'
	]);
	expect((await fetch(`${url}/metrics`, { method: 'HEAD' })).status).toBe(200);
	expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
	expect((await fetch(url)).status).toBe(404);
	expect((await new Browser(app.url).visit('/metrics')).status).toBe(404);
});

test('requests are counted by route, method and status, without paths or unknown methods as labels', async () => {
	const browser = new Browser(app.url);
	const article = await directus.makeArticle({ audience: 'public' });
	await browser.visit(article.path);
	await browser.visit(`/articles/${randomUUID()}?a=${randomUUID()}`);
	await browser.send('PROPFIND', article.path);
	const route = '/(public)/articles/[slug]';
	expect(await increase(REQUESTS, { route, method: 'GET', status: '2xx' })).toBe(1);
	expect(await increase(REQUESTS, { route, method: 'GET', status: '4xx' })).toBe(1);
	expect(await increase(REQUESTS, { method: 'other' })).toBe(1);
	const { text } = await Metrics.at(metricsPort);
	expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|PROPFIND/);
});

test('sign-ins are counted by outcome', async () => {
	const person = await directus.makePerson();
	const wrong = { ...person, password: 'wrong' };
	await new Browser(app.url).signIn(person);
	for (const one of [wrong, wrong, wrong]) await new Browser(app.url).signIn(one);
	const outcome = (outcome: string) => increase('portico_sign_ins_total', { outcome });
	expect(await outcome('signed-in')).toBe(1);
	expect(await outcome('refused')).toBe(2);
	expect(await outcome('too-many')).toBe(1);
	expect(await increase('portico_refusals_total', { reason: 'too-many-failures' })).toBe(1);
	expect(await increase('portico_directus_calls_total', { kind: 'sign-in', outcome: 'ok' })).toBe(
		1
	);
	expect(
		await increase('portico_directus_calls_total', { kind: 'sign-in', outcome: 'refused' })
	).toBe(2);
	expect(await increase('portico_directus_call_duration_seconds_count', { kind: 'sign-in' })).toBe(
		3
	);
});

test('concurrent refreshes are counted as one made and the others shared', async () => {
	const browser = await Browser.signedIn(await directus.makePerson(), app.url);
	browser.cookies.delete('access_token');
	const tabs = Array.from({ length: 5 }, () => browser.clone().visit('/profile'));
	for (const { status } of await Promise.all(tabs)) expect(status).toBe(200);
	const outcome = (outcome: string) => increase('portico_session_refreshes_total', { outcome });
	expect(await outcome('made')).toBe(1);
	expect(await outcome('shared-in-process')).toBe(4);
});

test('a refresh of an ended session is counted as such', async () => {
	const browser = await Browser.signedIn(await directus.makePerson(), app.url);
	const stolen = browser.clone();
	await browser.submit('/logout', {});
	stolen.cookies.delete('access_token');
	await stolen.visit('/profile');
	expect(await increase('portico_session_refreshes_total', { outcome: 'ended' })).toBe(1);
});

test('arrivals from other sites are counted by outcome', async () => {
	const member = await Browser.signedIn(await directus.makePerson(), app.url);
	const arriving = new Browser(app.url);
	arriving.cookies.set('signed_in', '1');
	const visit = () => arriving.visit('/', { 'sec-fetch-site': 'cross-site' });
	await visit();
	await visit();
	await visit();
	for (const [name, value] of member.cookies) arriving.cookies.set(name, value);
	await visit();
	const outcome = (outcome: string) => increase('portico_arrivals_total', { outcome });
	expect([await outcome('detour'), await outcome('broken-off'), await outcome('let-in')]).toEqual([
		2, 1, 1
	]);
});

test('a refused sign-in is counted by its reason', async () => {
	const { path } = await directus.makeArticle({ audience: 'public' });
	const guest = new Browser(app.url);
	const member = await Browser.signedIn(await directus.makePerson(), app.url);
	await guest.visit('/profile');
	await guest.visit(`${path}/edit`);
	await member.visit(`${path}/edit`);
	await guest.submit('/signin?/login', { email: 'x'.repeat(1_000_000) });
	const reason = (reason: string) => increase('portico_refusals_total', { reason });
	expect(await reason('signed-out')).toBe(2);
	expect(await reason('forbidden')).toBe(1);
	expect(await reason('body-too-large')).toBe(1);
	expect(await increase('portico_cache_lookups_total', { cache: 'permissions' })).toBeGreaterThan(
		0
	);
});

test('a cached user is counted as a cache hit', async () => {
	const browser = await Browser.signedIn(await directus.makePerson(), app.url);
	await browser.visit('/profile');
	await browser.visit('/profile');
	const result = (result: string) =>
		increase('portico_cache_lookups_total', { cache: 'owners', result });
	expect(await result('miss')).toBe(1);
	expect(await result('hit')).toBe(1);
});

test('the event of a suspension is counted, with its delay', async () => {
	const { id } = await directus.makePerson();
	await directus.send('PATCH', `/users/${id}`, { status: 'suspended' });
	await expect
		.poll(() => increase('portico_events_total', { outcome: 'accepted' }), POLL)
		.toBeGreaterThan(0);
	expect(await increase('portico_event_delay_seconds_count')).toBeGreaterThan(0);
	expect(await increase('portico_event_delay_seconds_sum')).toBeGreaterThan(0);
});

test('an unsigned message is counted as forged', async () => {
	const headers = { 'content-type': 'application/json' };
	await new Browser(app.url).send('POST', '/hooks/directus', { headers, body: '{}' });
	expect(await increase('portico_events_total', { outcome: 'forged' })).toBe(1);
});

test('a request to a service is counted by its outcome', async () => {
	const member = await Browser.signedIn(await directus.makePerson(), app.url);
	expect((await member.visit('/gateway/closed/')).status).toBe(502);
	const labels = { service: 'closed', outcome: 'unreachable' };
	expect(await increase('portico_gateway_requests_total', labels)).toBe(1);
});

test('an unavailable Redis is reported', async () => {
	await expect
		.poll(async () => (await Metrics.at(metricsPort)).sum('portico_redis_away'), POLL)
		.toBe(1);
});

test('an unavailable Directus is reported, with its effect on visitors', async () => {
	const isOpen = async () => (await Metrics.at(metricsPort)).sum('portico_directus_breaker_open');
	const guest = new Browser(app.url);
	const member = await Browser.signedIn(await directus.makePerson(), app.url);
	member.cookies.delete('access_token');
	await guest.visit('/');
	relay.fault = () => 'cut';
	await expect
		.poll(async () => {
			await guest.visit('/');
			return isOpen();
		}, POLL)
		.toBe(1);
	expect((await member.visit('/profile')).status).toBe(503);

	expect(await increase(REQUESTS, { status: '5xx' })).toBe(1);
	expect(await increase('portico_refusals_total', { reason: 'unavailable' })).toBe(1);
	expect(await increase('portico_session_refreshes_total', { outcome: 'unavailable' })).toBe(1);
	expect(await increase('portico_stale_copies_served_total')).toBeGreaterThan(0);
	const outcome = (outcome: string) => increase('portico_directus_calls_total', { outcome });
	expect(await outcome('unavailable')).toBeGreaterThan(0);
	expect(await outcome('turned-away')).toBeGreaterThan(0);

	relay.fault = () => 'pass';
	await expect.poll(isOpen, POLL).toBe(0);
});

describe('the monitoring configuration', () => {
	type Panel = { targets?: { expr: string }[] };
	type Rules = { groups: { rules: { alert: string; expr: string; annotations: Labels }[] }[] };
	const file = (name: string) =>
		readFile(path.resolve(import.meta.dirname, '../../monitoring', name), 'utf8');
	const dashboard = async () =>
		(JSON.parse(await file('grafana-dashboard.json')) as { panels: Panel[] }).panels.flatMap(
			({ targets = [] }) => targets.map(({ expr }) => expr)
		);
	const alerts = async () =>
		(parse(await file('alerts.yaml')) as Rules).groups.flatMap(({ rules }) => rules);

	/** The metrics in an expression of PromQL, with their labels and the values these must have; Prometheus adds some. */
	function metricsIn(expression: string) {
		const added = ['instance', 'job'];
		const bare = expression.replace(/\b(by|without)\s*\([^)]*\)/g, '').replace(/\[[^\]]*\]/g, '');
		const found = bare.matchAll(/\b([a-z]\w*)\b(?!\s*\()(?:\{([^}]*)\})?/gi);
		return [...found]
			.filter(([, name = '']) => !['and', 'or', 'unless', 'up'].includes(name))
			.map(([, name = '', matchers = '']) => ({
				name,
				labels: [...matchers.matchAll(/(\w+)\s*=~?\s*"([^"]*)"/g)]
					.filter(([, label = '']) => !added.includes(label))
					.flatMap(([, label = '', values = '']) =>
						values.split('|').map((value) => ({ [label]: value }))
					)
			}));
	}

	// of the site as the tests above leave it: some labels come with the first failure
	test('queries only exported metrics', async () => {
		const metrics = await Metrics.at(metricsPort);
		const expressions = [...(await dashboard()), ...(await alerts()).map(({ expr }) => expr)];
		expect(expressions.length).toBeGreaterThan(30);
		for (const expression of expressions) {
			for (const { name, labels } of metricsIn(expression)) {
				expect(metrics.has(name), `${name} in ${expression}`).toBe(true);
				for (const label of labels) {
					expect(metrics.has(name, label), `${JSON.stringify(label)} in ${expression}`).toBe(true);
				}
			}
		}
	});

	test('shows every exported metric, with a description', async () => {
		const { help } = await Metrics.at(metricsPort);
		const shown = (await dashboard()).join('\n');
		const ours = [...help].filter(([name]) => name.startsWith('portico_'));
		expect(ours.length).toBeGreaterThan(10);
		for (const [name, words] of ours) {
			expect(shown).toContain(name);
			expect(words.split(' ').length, name).toBeGreaterThan(4);
		}
	});

	test('has a summary and an instruction with each alert', async () => {
		for (const { alert, annotations } of await alerts()) {
			expect(annotations.summary?.length, alert).toBeGreaterThan(20);
			expect(annotations.action?.length, alert).toBeGreaterThan(50);
		}
	});
});

test('a metrics port in use stops the app with an error that names it', async () => {
	const { code, output } = await failToStart({
		DIRECTUS_URL: installation.directusUrl,
		PORTICO_METRICS_PORT: metricsPort
	});
	expect(code).toBe(1);
	expect(output).toContain(`127.0.0.1:${metricsPort} (in use): set PORTICO_METRICS_PORT`);
});

test('a process closes its metrics port on SIGTERM', async () => {
	const [port = 0] = await freePorts(1);
	const variables = {
		DIRECTUS_URL: installation.directusUrl,
		PORTICO_METRICS_PORT: String(port)
	};
	const one = await startApp(variables);
	await Metrics.at(port);
	expect(await one.stop()).toBe(0);
	await expect(Metrics.at(port)).rejects.toThrow();
});
