import { expect, test } from 'vitest';
import { judgeDeliveries, judgeEnding, untilGuest } from './events-check.ts';

const url = 'http://app:3000/hooks/directus';

test.each([
	[[{ url, status: 204, milliseconds: 12 }], ['ok']],
	[[], ['should']],
	[[{ url, status: 401, milliseconds: 12 }], ['must']],
	[[{ url, status: 404, milliseconds: 12 }], ['must']],
	[[{ url, status: null, milliseconds: 2000 }], ['must']],
	[[{ url, status: 204, milliseconds: 1500 }], ['should']],
	[
		[
			{ url, status: 204, milliseconds: 12 },
			{ url, status: 502, milliseconds: 12 }
		],
		['must']
	]
])('the deliveries of events %j are reported as %j', (deliveries, severities) => {
	expect(judgeDeliveries(deliveries).map(({ severity }) => severity)).toEqual(severities);
});

test('a site of several processes passes once all of them treat the session as ended', async () => {
	const answers = [false, true, false, true, true, true, true];
	let calls = 0;
	const time = await untilGuest(() => Promise.resolve(answers[calls++] ?? true));
	expect(calls).toBe(7);
	expect(judgeEnding(time)).toMatchObject({ severity: 'ok' });
});

test('a session that continues at the site must be fixed', () => {
	expect(judgeEnding(null)).toMatchObject({ severity: 'must' });
});
