import { ErrorCode, InvalidPayloadError, isDirectusError } from '@directus/errors';
import type { Router } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { setTimeout as delay } from 'node:timers/promises';
import type { Lifetime } from './access-token.ts';
import { endpoint, type Context } from './endpoint.ts';
import { requiredText } from './payload.ts';
import { listedUrls } from './registration-link.ts';
import { signingSecret } from './secret.ts';

/** The time that Directus takes for a password reset request, for known and unknown addresses. */
const STALL_MILLISECONDS = 500;

/** How the email opens an account that was never opened, by the account's status. */
const OPENINGS = {
	invited: {
		subject: "You've been invited",
		template: 'user-invitation',
		scope: 'invite',
		lifetime: 'USER_INVITE_TOKEN_TTL'
	},
	unverified: {
		subject: 'Verify your email address',
		template: 'user-registration',
		scope: 'pending-registration',
		lifetime: 'EMAIL_VERIFICATION_TOKEN_TTL'
	}
} as const;

/**
 * Sends the email for a person who cannot sign in: for a new password, or, where the account was never opened, the email
 * that opens it; Directus itself sends nothing then. The response is the same for every address, and takes as long.
 */
export function recovery(router: Router, { services, database, env, logger }: Context): void {
	const secret = signingSecret(env);
	const openingPages = listedUrls(env['USER_REGISTER_URL_ALLOW_LIST']);

	router.post(
		'/recovery',
		endpoint(async ({ accountability, body, schema }, response) => {
			const startedAt = performance.now();
			const email = requiredText(body, 'email');
			const resetUrl = requiredText(body, 'reset_url');
			const openingUrl = allowed(requiredText(body, 'opening_url'), openingPages);
			const person = await database('directus_users')
				.whereRaw('LOWER(??) = ?', ['email', email.toLowerCase()])
				.first<Person | undefined>('email', 'status', 'provider', 'first_name', 'last_name');

			const opening = person?.provider === 'default' ? openingOf(person.status) : null;
			if (person && opening) {
				const claims = { email: person.email, scope: opening.scope };
				// Directus has a default for it and hands it to the same library
				const expiresIn = env[opening.lifetime] as Lifetime;
				openingUrl.searchParams.set(
					'token',
					jsonwebtoken.sign(claims, secret, { expiresIn, issuer: 'directus' })
				);
				const { email: to, first_name, last_name } = person;
				const data = { url: openingUrl.href, email: to, first_name, last_name };
				const template = { name: opening.template, data };
				const mail = new services.MailService({ schema });
				// not awaited, as in Directus: its duration would reveal that the account exists
				void mail
					.send({ to, subject: opening.subject, template })
					.catch((error: unknown) =>
						logger.error(error, 'could not send the mail that opens an account')
					);
				await delay(STALL_MILLISECONDS - (performance.now() - startedAt));
			} else {
				const users = new services.UsersService({ accountability, schema });
				await users.requestPasswordReset(email, resetUrl).catch((error: unknown) => {
					// reveals nothing to visitors without an account, or with a closed one
					if (!isDirectusError(error, ErrorCode.Forbidden)) throw error;
				});
			}
			response.status(204).end();
		})
	);
}

interface Person {
	email: string;
	status: string;
	provider: string;
	first_name: string | null;
	last_name: string | null;
}

function openingOf(status: string) {
	return status === 'invited' || status === 'unverified' ? OPENINGS[status] : null;
}

/** Compared as Directus compares links for mails: without their query. @throws where it is not on the list */
function allowed(url: string, list: URL[]): URL {
	const given = URL.parse(url);
	const isListed = list.some(
		({ origin, pathname }) => given?.origin === origin && given.pathname === pathname
	);
	if (given && isListed) return given;
	throw new InvalidPayloadError({ reason: `URL "${url}" can't be used to open accounts` });
}
