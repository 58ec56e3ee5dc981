import { InvalidCredentialsError } from '@directus/errors';
import { memberColumns, type meAnswer } from '@portico/contract/answers.ts';
import type { Router } from 'express';
import type { InferInput } from 'valibot';
import { standingOf } from './api-access/standing.ts';
import { endpoint, type Context } from './endpoint.ts';
import { profileColumns, profileOf } from './profile-columns.ts';
import { policiesOf, rightsMemory } from './rights/rights-memory.ts';
import { publicName } from './session/identity.ts';

/**
 * The owner of the session, whatever their role may read: a role without any policy included. The app sends the
 * person's address with a request only where `rules_by_address` is true: then permissions depend on it.
 */
export function me(router: Router, context: Context): void {
	const { database } = context;
	const memory = rightsMemory(context);
	router.get(
		'/me',
		endpoint(async (request, response) => {
			const { user, session } = request.accountability;
			// Only a token of a session names one; static tokens and tokens of shares are not answered
			if (!user || !session) throw new InvalidCredentialsError();

			const own = profileColumns(request.schema);
			const row = await database('directus_sessions as session')
				.join('directus_users as user', 'user.id', 'session.user')
				.leftJoin('directus_roles as role', 'role.id', 'user.role')
				.where({ 'session.token': session, 'session.user': user })
				.andWhere('session.expires', '>=', new Date())
				.first<Row | undefined>(
					'user.id',
					'user.status',
					...[...Object.keys(memberColumns), ...own].map((column) => `user.${column}`),
					'session.origin',
					'role.id as role_id',
					'role.name as role_name'
				);
			if (!row) throw new InvalidCredentialsError();

			const { id, status, role_id, role_name, origin } = row;
			const member = Object.fromEntries(
				Object.keys(memberColumns).map((column) => [column, row[column]])
			) as Record<keyof typeof memberColumns, string | null>; // text columns, selected above
			const profile = profileOf(row, own);
			const role = role_id === null ? null : { id: role_id, name: role_name ?? '' };
			const policies = await policiesOf(database, user);
			const rules_by_address = policies.some(({ ip_access }) => Boolean(ip_access));
			// for the links that the site shows; Directus itself decides who may enter Studio
			const studio = policies.some(({ app_access, admin_access }) =>
				Boolean(app_access || admin_access)
			);
			// nothing vouches for rights to anyone but the app
			const rights = standingOf(request) === 'app' ? await memory.keysOf(policies) : {};
			const session_name = publicName({ token: session, origin });
			const data = {
				...member,
				id,
				status,
				role,
				profile,
				session_name,
				rules_by_address,
				studio,
				rights
			};
			response.json({ data } satisfies InferInput<typeof meAnswer>);
		})
	);
}

interface Row extends Record<string, unknown> {
	id: string;
	status: string;
	role_id: string | null;
	role_name: string | null;
	origin: string | null;
}
