import type { Router } from 'express';
import { shortenAccessToken, type Lifetime } from './access-token.ts';
import { authenticationFor, type Authentication } from './authentication.ts';
import { endpoint, type Context, type Database } from './endpoint.ts';
import { optionalText, requiredText } from './payload.ts';

/**
 * Sign-in, refresh and sign-out with Directus' own sessions, whose refresh is idempotent and whose
 * access tokens die with their row. Directus itself offers them to cookies of its own host only.
 */
export function session(router: Router, { services, database, env }: Context): void {
	// Directus makes up a SECRET of its own where it has none; tokens signed here would not fit it
	const secret = env['SECRET'] as string | undefined;
	if (!secret) throw new Error('Portico signs access tokens, so Directus needs a SECRET');
	// Directus has a default for it and hands it to the same library
	const lifetime = env['ACCESS_TOKEN_TTL'] as Lifetime;

	const authentication = authenticationFor(services, database);

	const tokens = ({ accessToken, refreshToken }: Awaited<ReturnType<Authentication['login']>>) => {
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
				otp === undefined ? { session: true } : { session: true, otp }
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

			await database.transaction(async (transaction) => {
				// Held until the end, so that a refresh under way is either done before or finds nothing
				const own = await transaction<SessionRow>('directus_sessions')
					.where({ token })
					.forUpdate()
					.first('next_token');

				await authentication(request, transaction).logout(token);
				await endFamily(transaction, own?.next_token ? [token, own.next_token] : [token]);
			});
			response.status(204).end();
		})
	);
}

interface SessionRow {
	token: string;
	next_token: string | null;
}

/**
 * Ends the sessions of these tokens and all that they replaced or were replaced by: a replaced session
 * lives on for SESSION_REFRESH_GRACE_PERIOD, and so do the access tokens bound to it.
 */
async function endFamily(database: Database, tokens: string[]): Promise<void> {
	while (tokens.length > 0) {
		const ended = await database<SessionRow>('directus_sessions')
			.whereIn('token', tokens)
			.orWhereIn('next_token', tokens)
			.delete(['token', 'next_token']);

		tokens = ended.flatMap(({ token, next_token }) => (next_token ? [token, next_token] : [token]));
	}
}
