import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSettings } from './api-settings.ts';

const SECRET = randomBytes(32).toString('base64');
const closed = { PORTICO_EVENTS_SECRET: SECRET };

test('the API is closed by default', () => {
	expect(readSettings(closed)).toMatchObject({ api: 'studio', paths: [] });
});

test.each([
	['/flows/trigger/0b7e3a34-6f2f-4d6b-9a3e-3d1f0a1c2b3d', 1],
	['/metrics, /shop/*', 2],
	[['/metrics', '/shop/*'], 2]
])('PORTICO_DIRECTUS_PATHS opens %j', (PORTICO_DIRECTUS_PATHS, count) => {
	expect(readSettings({ ...closed, PORTICO_DIRECTUS_PATHS }).paths).toHaveLength(count);
});

test.each([
	'/',
	'/*',
	'metrics',
	'/items//articles',
	'/ITEMS',
	'/items*',
	'/a/*/b',
	'/a?b',
	'/a/..'
])('PORTICO_DIRECTUS_PATHS refuses %s', (PORTICO_DIRECTUS_PATHS) => {
	expect(() => readSettings({ ...closed, PORTICO_DIRECTUS_PATHS })).toThrow(
		'PORTICO_DIRECTUS_PATHS'
	);
});

describe('a start is refused', () => {
	test.each([
		['PORTICO_DIRECTUS_API', { ...closed, PORTICO_DIRECTUS_API: 'closed' }],
		['PORTICO_EVENTS_SECRET', {}],
		['PORTICO_EVENTS_SECRET', { PORTICO_EVENTS_SECRET: 'short' }],
		['WEBSOCKETS_ENABLED', { ...closed, WEBSOCKETS_ENABLED: true }]
	])('with an invalid %s', (name, env) => {
		expect(() => readSettings(env)).toThrow(name);
	});

	test('without the secret in the message', () => {
		const bad = 'a secret that is not base64';
		expect(() => readSettings({ PORTICO_EVENTS_SECRET: bad })).not.toThrow(bad);
	});
});

test('an open API needs neither secret nor paths', () => {
	const env = { PORTICO_DIRECTUS_API: 'open', WEBSOCKETS_ENABLED: true };
	expect(readSettings(env)).toMatchObject({ api: 'open', secrets: [] });
});
