import type { verificationAnswer } from '@portico/contract/answers.ts';
import type { Router } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import type { InferInput } from 'valibot';
import { endpoint, type Context, type Database, type Request } from './endpoint.ts';
import { requiredText } from './payload.ts';

type Schema = Request['schema'];

/**
 * Opens an account with the token of the mailed link, of a registration or of an invitation, and sets the password in the
 * same step. Directus' own verification would let the password stand that was given at registration: a stranger who registers
 * with the address of another person would then be let in by that person's click.
 */
export function verification(router: Router, { services, database }: Context): void {
	router.post(
		'/verification',
		endpoint(async ({ body, schema }, response) => {
			const token = requiredText(body, 'token');
			const password = requiredText(body, 'password');

			const email = await database.transaction((knex) =>
				// whether the token is genuine, Directus finds out
				claimsIn(token).scope === 'invite'
					? accept(token, password, { schema, knex })
					: verify(token, password, { schema, knex })
			);
			response.json({ data: email } satisfies InferInput<typeof verificationAnswer>);
		})
	);

	// without accountability: the token is the permission

	async function verify(token: string, password: string, source: Source) {
		const users = new services.UsersService(source);
		const id = await users.verifyRegistration(token);
		await users.updateOne(id, { password });
		return source.knex('directus_users').where({ id }).first<{ email: string }>('email');
	}

	async function accept(token: string, password: string, source: Source) {
		await new services.UsersService(source).acceptInvite(token, password);
		const { email } = claimsIn(token);
		return { email: String(email) };
	}
}

type Source = { schema: Schema; knex: Database };

function claimsIn(token: string): Record<string, unknown> {
	return jsonwebtoken.decode(token, { json: true }) ?? {};
}
