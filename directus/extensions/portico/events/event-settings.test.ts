import { expect, test } from 'vitest';
import { readSettings } from './event-settings.ts';

const key = Buffer.alloc(32, 7);
const PORTICO_EVENTS_SECRET = key.toString('base64');

test('reads addresses as they are, and as Directus parses a list', () => {
	const urls = ['http://one:3000/hooks/directus', 'https://two/hooks/directus'];
	for (const PORTICO_EVENTS_URLS of [urls.join(', '), urls]) {
		expect(readSettings({ PORTICO_EVENTS_URLS, PORTICO_EVENTS_SECRET })).toEqual({
			urls,
			keys: [key]
		});
	}
});

test.each([undefined, '', ' , '])('without addresses (%j) there are no receivers', (urls) => {
	expect(readSettings({ PORTICO_EVENTS_URLS: urls })).toBeNull();
});

test.each(['app:3000', '/hooks/directus', 'ftp://app'])('refuses the address %s', (url) => {
	expect(() => readSettings({ PORTICO_EVENTS_URLS: url, PORTICO_EVENTS_SECRET })).toThrow(
		'PORTICO_EVENTS_URLS'
	);
});

test.each([undefined, '', 'too short', 12345678])(
	'refuses the secret %j, without repeating it',
	(secret) => {
		const env = { PORTICO_EVENTS_URLS: 'http://app', PORTICO_EVENTS_SECRET: secret };
		expect(() => readSettings(env)).toThrow(
			/^PORTICO_EVENTS_SECRET must be 32 bytes or more in base64$/
		);
	}
);
