import { expect, test } from 'vitest';
import { judgeArrival, judgeMail, judgeSender } from './mail-check.ts';

test.each([
	[{ outcome: 'ready' }, 'ok'],
	[{ outcome: 'sent' }, 'ok'],
	[{ outcome: 'untested' }, 'unknown'],
	[{ outcome: 'failed', code: 'ECONNREFUSED', reason: 'connect' }, 'must']
] as const)('a mail server that is %j: %s', (outcome, severity) => {
	expect(judgeMail(outcome, 'smtp')).toMatchObject({ severity });
});

test('refused credentials are reported with the variables to check', () => {
	const outcome = { outcome: 'failed', code: 'EAUTH', reason: '535' } as const;
	expect(judgeMail(outcome, 'smtp').fix).toContain('EMAIL_SMTP_PASSWORD');
});

test.each([
	['http://localhost:3000', 'no-reply@example.com', 0],
	['https://site.example', 'no-reply@example.com', 1],
	['https://site.example', 'hello@site.example', 0]
])('a site at %s with the sender %s: %i findings', (site, from, count) => {
	expect(judgeSender(site, from)).toHaveLength(count);
});

test('a lost email is reported, where its arrival can be checked', () => {
	expect(judgeArrival(true)).toMatchObject([{ severity: 'ok' }]);
	expect(judgeArrival(false)).toMatchObject([{ severity: 'should' }]);
	expect(judgeArrival(null)).toEqual([]);
});
