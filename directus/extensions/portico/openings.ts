import jsonwebtoken from 'jsonwebtoken';
import type { Lifetime } from './access-token.ts';
import type { Context } from './emails/composer.ts';
import { signingSecret } from './secret.ts';

/** How the email opens an account that was never opened, by the account's status. */
const OPENINGS = {
	invited: { template: 'user-invitation', scope: 'invite', lifetime: 'USER_INVITE_TOKEN_TTL' },
	unverified: {
		template: 'user-registration',
		scope: 'pending-registration',
		lifetime: 'EMAIL_VERIFICATION_TOKEN_TTL'
	}
} as const;

/** How an account is opened that never was. */
export type Opening = (typeof OPENINGS)[keyof typeof OPENINGS];

/** How this account is opened; null where it was opened, or is closed, or has its password elsewhere. */
export function openingOf(account: { status: string; provider: string }): Opening | null {
	const { status, provider } = account;
	const isClosed = provider === 'default' && (status === 'invited' || status === 'unverified');
	return isClosed ? OPENINGS[status] : null;
}

/** Sends the email that opens an account, as Directus does; it gets its words and its look when it is sent. */
export async function mailOpening(
	{ template: name, scope, lifetime }: Opening,
	{ email, page }: { email: string; page: string | URL },
	{ env, getSchema, services }: Pick<Context, 'env' | 'getSchema' | 'services'>
): Promise<void> {
	// Directus has a default for it and hands it to the same library
	const expiresIn = env[lifetime] as Lifetime;
	const url = new URL(page);
	const token = jsonwebtoken.sign({ email, scope }, signingSecret(env), {
		expiresIn,
		issuer: 'directus'
	});
	url.searchParams.set('token', token);
	const mail = new services.MailService({ schema: await getSchema() });
	await mail.send({
		to: email,
		// unless the words are missing
		subject: url.host,
		template: { name, data: { url: url.href, email } }
	});
}
