import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Collector, type ReceivedSpan } from '../support/collector.ts';
import { Directus } from '../support/directus.ts';
import { Relay, type Relayed } from '../support/relay.ts';
import { installation } from '../support/installation-under-test.ts';
import { startApp } from '../support/own-app.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

describe('tracing with a collector:', () => {
	const traceId = randomBytes(16).toString('hex');
	const parentId = randomBytes(8).toString('hex');
	const SECRET = `one-time-${randomUUID()}`;
	let collector: Collector;
	let requests: Relayed[];
	let requestId: string;
	let cookies: string[];
	beforeAll(async () => {
		collector = await Collector.open();
		const relay = await Relay.to(installation.directusUrl);
		const app = await startApp({
			DIRECTUS_URL: relay.url,
			OTEL_EXPORTER_OTLP_ENDPOINT: collector.url
		});
		const browser = await Browser.signedIn(await directus.makePerson(), app.url);
		cookies = [...browser.cookies.values()].filter((value) => value.length > 20);
		const traceparent = `00-${traceId}-${parentId}-01`;
		const { headers } = await browser.visit('/profile', { traceparent });
		requestId = headers.get('x-request-id') ?? '';
		await browser.visit(`/reset-password?token=${SECRET}`);
		await browser.visit(`/${SECRET}`);
		requests = [...relay.requests];
		relay.fault = () => 'cut';
		browser.cookies.delete('access_token');
		await browser.visit('/profile');
		// the remaining spans are sent before the process ends
		expect(await app.stop()).toBe(0);
		await Promise.all([relay.close(), collector.close()]);
	});

	const find = (name: string, more: Partial<ReceivedSpan> = {}) =>
		collector.spans.find((span) =>
			Object.entries({ name, ...more }).every(
				([key, value]) => span[key as keyof ReceivedSpan] === value
			)
		);

	test('a request is a span with its route, its status and its request id', () => {
		expect(find('GET /(protected)/profile', { traceId })).toMatchObject({
			kind: 2,
			parentSpanId: parentId,
			attributes: {
				'http.request.method': 'GET',
				'http.route': '/(protected)/profile',
				'http.response.status_code': 200,
				'portico.request_id': requestId
			},
			resource: { 'service.name': 'portico' }
		});
	});

	test('each call to Directus is a child span, which is propagated to Directus', () => {
		const request = find('GET /(protected)/profile', { traceId });
		const call = find('Directus me', { traceId });
		expect(call).toMatchObject({ kind: 3, parentSpanId: request?.spanId });
		const sent = requests
			.filter(({ path }) => path === '/portico/me')
			.map(({ headers }) => headers.traceparent);
		expect(sent).toContain(`00-${traceId}-${call?.spanId}-01`);
	});

	test('a request without a trace starts one', () => {
		const span = find('POST /(guest)/signin');
		expect(span?.parentSpanId).toBe('');
		expect(span?.traceId).not.toBe(traceId);
		expect(find('Directus sign-in')?.traceId).toBe(span?.traceId);
	});

	test('the span of a failure is marked as an error, with the reason', () => {
		const call = find('Directus refresh');
		expect(call).toMatchObject({
			status: { code: 2 },
			attributes: { 'error.type': 'unavailable' }
		});
		const request = collector.spans.find(({ spanId }) => spanId === call?.parentSpanId);
		expect(request).toMatchObject({
			status: { code: 2 },
			attributes: { 'http.response.status_code': 503 }
		});
	});

	test('H06 spans contain no address, token or cookie', () => {
		expect(find('GET /(public)/reset-password')).toBeDefined();
		expect(cookies.length).toBeGreaterThan(1);
		for (const secret of [SECRET, ...cookies]) expect(collector.received).not.toContain(secret);
	});
});

test('the configured share of requests without a trace is traced', async () => {
	const collector = await Collector.open();
	const relay = await Relay.to(installation.directusUrl);
	const app = await startApp({
		DIRECTUS_URL: relay.url,
		OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
		OTEL_TRACES_SAMPLER_ARG: '0'
	});
	await new Browser(app.url).visit('/');
	await app.stop();
	await Promise.all([relay.close(), collector.close()]);
	expect(collector.spans).toEqual([]);
	// the header keeps Directus from beginning one either
	for (const { headers } of relay.requests) expect(headers.traceparent).toMatch(/-00$/);
});

test('an unavailable collector does not delay visitors or the exit of the process', async () => {
	const app = await startApp({
		DIRECTUS_URL: installation.directusUrl,
		OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9'
	});
	expect((await new Browser(app.url).visit('/')).status).toBe(200);
	expect(await app.stop()).toBe(0);
});

test('without a collector no trace is propagated to Directus', async () => {
	const relay = await Relay.to(installation.directusUrl);
	const app = await startApp({ DIRECTUS_URL: relay.url });
	await new Browser(app.url).visit('/');
	await app.stop();
	await relay.close();
	expect(relay.requests.length).toBeGreaterThan(0);
	for (const { headers } of relay.requests) expect(headers.traceparent).toBeUndefined();
});
