import { InvalidCredentialsError } from '@directus/errors';
import type { Context, Database, Request } from './endpoint.ts';

type Services = Context['services'];

/** Directus' authentication, whose sessions pass on in one step. */
export type Authentication = InstanceType<Services['AuthenticationService']>;

/** What Directus' published type of its service leaves out. */
interface Internals {
	knex: Database;
	updateStatefulSession(record: unknown, token: string, ...rest: unknown[]): Promise<string>;
}

/** Gives the authentication service for a request, from which it learns the person's address and browser. */
export function authenticationFor(services: Services, database: Database) {
	// The class has these members in 11.17 and 12.4; should one go, the override below is never called
	const DirectusAuthentication = services.AuthenticationService as new (
		...options: ConstructorParameters<Services['AuthenticationService']>
	) => Authentication & Internals;

	/**
	 * A refresh marks the old row and then adds its successor. In one transaction nobody is handed a
	 * successor that is not there yet, none is lost with a process that dies in between, and a sign-out
	 * at the same moment finds both rows or leaves nothing to refresh.
	 *
	 * Not the whole refresh: an identity provider is asked in it, and writes on a connection of its own,
	 * which SQLite does not have.
	 */
	class SessionAuthentication extends DirectusAuthentication {
		override updateStatefulSession(record: unknown, token: string, ...rest: unknown[]) {
			return this.knex.transaction(async (knex) => {
				const alive = await knex<{ token: string }>('directus_sessions')
					.where({ token })
					.forUpdate()
					.first('token');
				// Directus answers 500 for a session that ended since it looked
				if (!alive) throw new InvalidCredentialsError();

				return super.updateStatefulSession.call({ ...this, knex }, record, token, ...rest);
			});
		}
	}

	return ({ accountability, schema }: Request, knex = database): Authentication =>
		new SessionAuthentication({ accountability, schema, knex });
}
