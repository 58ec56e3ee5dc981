import type { Router } from 'express';
import { endpoint, type Context } from './endpoint.ts';
import { requiredText } from './payload.ts';

/**
 * Confirms an address with the token of the mailed link, and sets the password in the same step. Directus' own
 * verification would let the password stand that was given at registration: whoever registers with the address of
 * somebody else would then be let in by that person's click.
 */
export function verification(router: Router, { services, database }: Context): void {
	router.post(
		'/verification',
		endpoint(async ({ body, schema }, response) => {
			const token = requiredText(body, 'token');
			const password = requiredText(body, 'password');

			const email = await database.transaction(async (knex) => {
				// without accountability: the token is the permission
				const users = new services.UsersService({ schema, knex });
				const id = await users.verifyRegistration(token);
				await users.updateOne(id, { password });
				return knex('directus_users').where({ id }).first<{ email: string }>('email');
			});
			response.json({ data: email });
		})
	);
}
