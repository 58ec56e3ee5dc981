import type { MailOutcome } from '@portico/contract/installation-report.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { type Finding, must, ok, should, unknown } from '../finding.ts';
import { isLoopback } from '../examined-installation.ts';

const TIMEOUT_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 100;

/** Judges whether mails leave Directus. */
export function judgeMail(result: MailOutcome, transport: unknown): Finding {
	const id = 'mail';
	switch (result.outcome) {
		case 'sent':
			return ok(id, 'A mail to the administrator has left.');
		case 'ready':
			return ok(id, 'The mail server answers, and lets Directus in.');
		case 'untested':
			return unknown(
				id,
				`Whether emails can be sent with ${String(transport)} shows only when one is sent.`,
				'npm run doctor -- --send-mail'
			);
		case 'failed':
			return failed(id, result.code, result.reason);
	}
}

function failed(id: string, code: string | null, reason: string): Finding {
	return must(id, {
		what: `Mails do not leave: ${reason}${code ? ` (${code})` : ''}`,
		why: 'No one can recover a password, confirm an address or accept an invitation, although the site announces an email.',
		fix:
			code === 'EAUTH'
				? 'Correct EMAIL_SMTP_USER and EMAIL_SMTP_PASSWORD of Directus.'
				: 'Correct EMAIL_TRANSPORT and EMAIL_SMTP_* of Directus, and see that it reaches the mail server.'
	});
}

/** Judges the address that mails come from. */
export function judgeSender(siteUrl: string, from: unknown): Finding[] {
	if (isLoopback(siteUrl) || !/@example\.(com|org|net)\b/.test(String(from))) return [];
	return [
		should('mail-sender', {
			what: `Mails come from ${String(from)}.`,
			why: 'Mail servers refuse them, or call them spam.',
			fix: 'EMAIL_FROM of Directus: an address of your own domain.'
		})
	];
}

/** Waits until the mail catcher has the mail with this subject; null where there is no mail catcher. */
export async function readArrival(
	mailCatcherUrl: string | null,
	subject: string
): Promise<boolean | null> {
	if (!mailCatcherUrl) return null;
	const deadline = Date.now() + TIMEOUT_MILLISECONDS;
	do {
		const mails = await fetch(`${mailCatcherUrl}/email`)
			.then((response) => response.json() as Promise<{ subject: string }[]>) // maildev's
			.catch(() => null);
		if (!mails) return null;
		if (mails.some((mail) => mail.subject === subject)) return true;
		await delay(PAUSE_MILLISECONDS);
	} while (Date.now() < deadline);
	return false;
}

/** Judges whether a mail that left has arrived. */
export function judgeArrival(arrived: boolean | null): Finding[] {
	if (arrived === null) return [];
	if (arrived) return [ok('mail-arrives', 'It has arrived in the mail catcher.')];
	return [
		should('mail-arrives', {
			what: 'It has not arrived in the mail catcher of npm start.',
			why: 'On this machine emails should go nowhere else.',
			fix: 'Look for EMAIL_* in the environment of npm start.'
		})
	];
}
