import { setTimeout as delay } from 'node:timers/promises';
import { domainToUnicode } from 'node:url';
import { installation } from './installation-under-test.ts';

/** A mail as the catcher shows it. */
export interface Mail {
	id: string;
	from: { name: string; address: string }[];
	subject: string;
	html: string;
	text?: string;
}

const TIMEOUT_MILLISECONDS = 20_000;
const PAUSE_MILLISECONDS = 100;

/** The first mail to this address, waited for. */
export async function mailTo(address: string): Promise<Mail> {
	const deadline = Date.now() + TIMEOUT_MILLISECONDS;
	while (Date.now() < deadline) {
		const [mail] = await mailsTo(address);
		if (mail) return mail;
		await delay(PAUSE_MILLISECONDS);
	}
	throw new Error(`No mail to ${address} arrived.`);
}

/** All mails to this address that have arrived so far. */
export async function mailsTo(address: string): Promise<Mail[]> {
	const response = await fetch(`${installation.mailUrl}/email`);
	// maildev's own format; it garbles headers that are not ASCII, so the envelope counts
	const mails = (await response.json()) as (Mail & { envelope: { to: { address: string }[] } })[];
	return mails.filter(({ envelope }) =>
		envelope.to.some((one) => readable(one.address) === readable(address))
	);
}

/** The mail as it was sent, with its header. */
export async function sourceOf({ id }: Mail): Promise<string> {
	return (await fetch(`${installation.mailUrl}/email/${id}/source`)).text();
}

/** maildev decodes punycode. */
function readable(address: string): string {
	const at = address.lastIndexOf('@') + 1;
	return address.slice(0, at) + domainToUnicode(address.slice(at));
}

/** The address behind the one link of a mail. */
export function linkIn({ html }: Mail): URL {
	const [, link] = /<a\b[^>]*\bhref=["']([^"']+)/.exec(html) ?? [];
	if (!link) throw new Error('There is no link in the mail.');
	return new URL(link.replaceAll('&amp;', '&'));
}
