import type { Router } from 'express';
import { shortenAccessToken, type Lifetime } from './access-token.ts';
import { authenticationFor, type Authentication } from './authentication.ts';
import { endpoint, type Context, type Database } from './endpoint.ts';
import { optionalText, requiredText } from './payload.ts';
import { signingSecret } from './secret.ts';

/**
 * Sign-in, refresh and sign-out with Directus' own sessions, whose refresh is idempotent and whose
 * access tokens die with their row. Directus itself offers them to cookies of its own host only.
 */
export function session(router: Router, { services, database, env }: Context): void {
	const secret = signingSecret(env);
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

			await database.transaction(async (transaction) => {
				const family = await lockFamily(transaction, token);
				// Tells the identity provider and the activity log, and ends this one session
				await authentication(request, transaction).logout(token);
				await transaction('directus_sessions').whereIn('token', family).delete();
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
 * The tokens of a session, of those that it replaced and of those that replaced it: a replaced session
 * lives on for SESSION_REFRESH_GRACE_PERIOD, and so do the access tokens bound to it. Their rows are
 * locked, so that a refresh under way either is done before, and found, or finds nothing to refresh.
 */
async function lockFamily(transaction: Database, token: string): Promise<string[]> {
	const family = new Set<string>();

	let found = [token];
	while (found.length > 0) {
		for (const member of found) family.add(member);

		const rows = await transaction<SessionRow>('directus_sessions')
			.select('token', 'next_token')
			.whereIn('token', found)
			.orWhereIn('next_token', found)
			.forUpdate();

		found = rows
			.flatMap(({ token, next_token }) => (next_token ? [token, next_token] : [token]))
			.filter((relative) => !family.has(relative));
	}
	return [...family];
}
