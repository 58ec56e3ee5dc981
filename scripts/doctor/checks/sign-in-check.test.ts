import { expect, test } from 'vitest';
import { judgeMemberPage, judgeSignIn } from './sign-in-check.ts';

const arrival = '<meta http-equiv="refresh" content="0;url=/signin">';

test.each([
	[{ status: 303, body: '' }, 'ok'],
	[{ status: 401, body: 'wrong' }, 'must'],
	[{ status: 403, body: 'Cross-site POST' }, 'must'],
	[{ status: 503, body: '' }, 'must'],
	[{ status: 200, body: arrival }, 'must'],
	[{ status: 429, body: '' }, 'unknown']
])('a sign-in that is answered with %j: %s', (answer, severity) => {
	expect(judgeSignIn(answer)).toMatchObject({ severity });
});

test.each([
	[200, 'ada@example.com', 'private, no-store', ['ok', 'ok']],
	[200, 'Sign in', 'private, no-store', ['must', 'ok']],
	[303, '', 'private, no-store', ['must', 'ok']],
	[200, 'ada@example.com', 'public, max-age=60', ['ok', 'must']],
	[200, 'ada@example.com', null, ['ok', 'must']]
])(
	'the page of a member with status %i, text %j and Cache-Control %s',
	(status, body, caching, severities) => {
		const headers = new Headers(caching ? { 'cache-control': caching } : {});
		const found = judgeMemberPage({ status, headers, body }, 'ada@example.com');
		expect(found.map(({ severity }) => severity)).toEqual(severities);
	}
);
