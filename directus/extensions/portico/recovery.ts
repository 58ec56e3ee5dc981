import { ErrorCode, InvalidPayloadError, isDirectusError } from '@directus/errors';
import type { Router } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import { recipientAt } from './emails/composer.ts';
import { endpoint, type Context } from './endpoint.ts';
import { mailOpening, openingOf } from './openings.ts';
import { requiredText } from './payload.ts';
import { listedUrls } from './registration-link.ts';

/** The time that Directus takes for a password reset request, for known and unknown addresses. */
const STALL_MILLISECONDS = 500;

/**
 * Sends the email for a person who cannot sign in: for a new password, or, where the account was never opened, the email
 * that opens it; Directus itself sends nothing then. The response is the same for every address, and takes as long.
 */
export function recovery(router: Router, context: Context): void {
	const { services, env, logger } = context;
	const openingPages = listedUrls(env['USER_REGISTER_URL_ALLOW_LIST']);

	router.post(
		'/recovery',
		endpoint(async ({ accountability, body, schema }, response) => {
			const startedAt = performance.now();
			const email = requiredText(body, 'email');
			const resetUrl = requiredText(body, 'reset_url');
			const openingUrl = allowed(requiredText(body, 'opening_url'), openingPages);
			const person = await recipientAt(email, context);

			const opening = person ? openingOf(person) : null;
			if (person && opening) {
				// not awaited, as in Directus: its duration would reveal that the account exists
				void mailOpening(opening, { email: person.email, page: openingUrl }, context).catch(
					(error: unknown) => logger.error(error, 'could not send the mail that opens an account')
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

/** Compared as Directus compares links for mails: without their query. @throws where it is not on the list */
function allowed(url: string, list: URL[]): URL {
	const given = URL.parse(url);
	const isListed = list.some(
		({ origin, pathname }) => given?.origin === origin && given.pathname === pathname
	);
	if (given && isListed) return given;
	throw new InvalidPayloadError({ reason: `URL "${url}" can't be used to open accounts` });
}
