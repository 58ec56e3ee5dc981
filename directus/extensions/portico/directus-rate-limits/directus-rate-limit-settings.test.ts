import { expect, test } from 'vitest';
import { readSettings } from './directus-rate-limit-settings.ts';

test.each([{}, { RATE_LIMIT_PER_ADDRESS: '', RATE_LIMIT_PER_ACCOUNT: undefined }])(
	'without variables (%j) the limits are those of the app',
	(env) => {
		expect(readSettings(env)).toEqual({ perAddress: 30, perAccount: 10 });
	}
);

test('rate limits are read from texts and from the numbers that Directus parses', () => {
	const env = { RATE_LIMIT_PER_ADDRESS: '5', RATE_LIMIT_PER_ACCOUNT: 3 };
	expect(readSettings(env)).toEqual({ perAddress: 5, perAccount: 3 });
});

test.each(['none', '0', '-1', '1.5', true, null])(
	'an invalid rate limit %j is refused by the name of its variable',
	(value) => {
		expect(() => readSettings({ RATE_LIMIT_PER_ACCOUNT: value })).toThrow('RATE_LIMIT_PER_ACCOUNT');
	}
);
