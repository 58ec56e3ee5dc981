import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSettings } from './api-settings.ts';

const SECRET = randomBytes(32).toString('base64');
const closed = { PORTICO_EVENTS_SECRET: SECRET };

test('without a word the API is closed', () => {
	expect(readSettings(closed)).toMatchObject({ api: 'studio', paths: [] });
});

test.each([
	['/flows/trigger/0b7e3a34-6f2f-4d6b-9a3e-3d1f0a1c2b3d', 1],
	['/metrics, /shop/*', 2],
	[['/metrics', '/shop/*'], 2]
])('opens %j', (PORTICO_DIRECTUS_PATHS, count) => {
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
])('%s is no path to open', (PORTICO_DIRECTUS_PATHS) => {
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
	])('with a %s that does not do', (name, env) => {
		expect(() => readSettings(env)).toThrow(name);
	});

	test('and the secret is not in what is said', () => {
		const bad = 'a secret that is not base64';
		expect(() => readSettings({ PORTICO_EVENTS_SECRET: bad })).not.toThrow(bad);
	});
});

test('an open API needs neither', () => {
	const env = { PORTICO_DIRECTUS_API: 'open', WEBSOCKETS_ENABLED: true };
	expect(readSettings(env)).toMatchObject({ api: 'open', secrets: [] });
});
