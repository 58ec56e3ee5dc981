import { expect, test } from 'vitest';
import { explainMailError, sendMail, verifyMail } from './mail-probe.ts';

test('a mail server that responds is ready', async () => {
	const mailer = { verify: () => Promise.resolve(true as const) };
	expect(await verifyMail(mailer, {})).toEqual({ outcome: 'ready' });
});

test('a transport that cannot be verified is untested', async () => {
	expect(await verifyMail({ verify: () => false }, {})).toEqual({ outcome: 'untested' });
});

test('a missing sendmail fails, although its transport cannot be verified', async () => {
	const env = { EMAIL_TRANSPORT: 'sendmail', EMAIL_SENDMAIL_PATH: '/nowhere/sendmail' };
	expect(await verifyMail({ verify: () => false }, env)).toMatchObject({
		outcome: 'failed',
		code: 'ENOENT'
	});
});

test('a refused email is reported with its reason', async () => {
	const refused = Object.assign(new Error('550 no such\nmailbox'), { code: 'EENVELOPE' });
	expect(await sendMail(() => Promise.reject(refused), {})).toEqual({
		outcome: 'failed',
		code: 'EENVELOPE',
		reason: '550 no such mailbox'
	});
	expect(await sendMail(() => Promise.resolve(), {})).toEqual({ outcome: 'sent' });
});

test('the reported reason contains no secret that the server repeats', () => {
	const env = { EMAIL_SMTP_USER: 'ada', EMAIL_SMTP_PASSWORD: 'canary', EMAIL_SMTP_HOST: 'mail' };
	const encoded = Buffer.from('canary').toString('base64');
	const error = new Error(`535 mail does not take ada with canary, nor ${encoded}`);
	expect(explainMailError(error, env).reason).toBe('535 mail does not take … with …, nor …');
});

test.each([undefined, null, 'a text', 42])(
	'a thrown value that is no error is reported without a reason: %j',
	(error) => {
		expect(explainMailError(error, {})).toEqual({ code: null, reason: 'no reason given' });
	}
);
