import type { tokensAnswer } from '@portico/contract/answers.ts';
import type { Router } from 'express';
import type { InferInput } from 'valibot';
import { shortenAccessToken, type Lifetime } from './access-token.ts';
import { authenticationFor, type Authentication } from './authentication.ts';
import { endpoint, type Context } from './endpoint.ts';
import { optionalText, requiredText } from './payload.ts';
import { signingSecret } from './secret.ts';
import * as identity from './session/identity.ts';
import { maxAgeSeconds } from './session/max-age.ts';

/**
 * Sign-in, refresh and sign-out with Directus' own sessions, whose refresh is idempotent and whose
 * access tokens die with their row. Directus itself offers them to cookies of its own host only.
 */
export function session(router: Router, { services, database, env }: Context): void {
	const secret = signingSecret(env);
	// Directus has a default for it and hands it to the same library
	const lifetime = env['ACCESS_TOKEN_TTL'] as Lifetime;

	const maxAge = maxAgeSeconds(env);
	const authentication = authenticationFor(services, database, maxAge);

	const tokens = ({
		accessToken,
		refreshToken
	}: Awaited<ReturnType<Authentication['login']>>): InferInput<typeof tokensAnswer> => {
		const { token, expires } = shortenAccessToken(accessToken, secret, lifetime);
		return { data: { access_token: token, refresh_token: refreshToken, expires } };
	};

	router.post(
		'/session',
		endpoint(async (request, response) => {
			const email = requiredText(request.body, 'email');
			const password = requiredText(request.body, 'password');
			const otp = optionalText(request.body, 'otp');

			const login = await authentication(request).login(
				'default',
				{ email, password },
				{ session: true, otp }
			);
			response.json(tokens(login));
		})
	);

	router.post(
		'/session/refresh',
		endpoint(async (request, response) => {
			const token = requiredText(request.body, 'refresh_token');
			response.json(tokens(await authentication(request).refresh(token, { session: true })));
		})
	);

	router.post(
		'/session/end',
		endpoint(async (request, response) => {
			const token = requiredText(request.body, 'refresh_token');

			await identity.addMissing(database, token, maxAge);
			await database.transaction(async (transaction) => {
				const ended = await identity.lock(transaction, token);
				if (!ended) return;
				// notifies the identity provider, writes the activity log, and ends this one row
				await authentication(request, transaction).logout(token);
				await identity.end(transaction, ended);
			});
			response.status(204).end();
		})
	);
}
