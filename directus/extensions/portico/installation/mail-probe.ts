import type { MailOutcome } from '@portico/contract/installation-report.ts';
import { accessSync, constants } from 'node:fs';

/** The part of Directus' mailer (nodemailer) that is used here. */
export interface Mailer {
	/** Connects and signs in. False where this kind of transport cannot be verified. */
	verify(): Promise<true> | false;
}

/** nodemailer itself waits for two minutes. */
const TIMEOUT_MILLISECONDS = 15_000;
const MAX_REASON_LENGTH = 300;

/** Whether emails could be sent: the mail server responds and accepts the credentials. */
export async function verifyMail(
	mailer: Mailer,
	env: Record<string, unknown>
): Promise<MailOutcome> {
	return withTimeout(env, async () => {
		if (env['EMAIL_TRANSPORT'] === 'sendmail') {
			const file = env['EMAIL_SENDMAIL_PATH'];
			accessSync(typeof file === 'string' && file ? file : '/usr/sbin/sendmail', constants.X_OK);
		}
		return (await mailer.verify()) ? { outcome: 'ready' } : { outcome: 'untested' };
	});
}

/** Sends an email and returns the outcome. */
export function sendMail(
	send: () => Promise<unknown>,
	env: Record<string, unknown>
): Promise<MailOutcome> {
	return withTimeout(env, async () => {
		await send();
		return { outcome: 'sent' };
	});
}

async function withTimeout(
	env: Record<string, unknown>,
	attempt: () => Promise<MailOutcome>
): Promise<MailOutcome> {
	let timer: NodeJS.Timeout | undefined;
	const tooLong = new Promise<MailOutcome>((resolve) => {
		const reason = `no response within ${TIMEOUT_MILLISECONDS / 1000} s`;
		const failed = { outcome: 'failed', code: 'ETIMEDOUT', reason } as const;
		timer = setTimeout(() => resolve(failed), TIMEOUT_MILLISECONDS);
	});
	try {
		return await Promise.race([attempt(), tooLong]);
	} catch (error) {
		return { outcome: 'failed', ...explainMailError(error, env) };
	} finally {
		clearTimeout(timer);
	}
}

/** Error message of a mail server with all secrets removed: servers repeat rejected credentials. */
export function explainMailError(
	error: unknown,
	env: Record<string, unknown>
): { code: string | null; reason: string } {
	const { code, message } = Object(error) as { code?: unknown; message?: unknown };
	const secrets = Object.entries(env)
		.filter(([name]) => /^EMAIL_.*(USER|PASSWORD|KEY|SECRET|TOKEN)/.test(name))
		.map(([, value]) => String(value))
		.filter((value) => value !== '')
		.flatMap((value) => [value, Buffer.from(value).toString('base64')]);
	let reason = typeof message === 'string' ? message : 'no reason given';
	for (const secret of secrets) reason = reason.replaceAll(secret, '…');
	return {
		code: typeof code === 'string' ? code : null,
		reason: reason.replace(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH)
	};
}
