import type { Context, Database, Request } from './endpoint.ts';

type Services = Context['services'];

/** Directus' authentication, whose sessions pass on in one step. */
export type Authentication = InstanceType<Services['AuthenticationService']>;

/** Gives the authentication service for a request, which tells it the caller's address and browser. */
export function authenticationFor(services: Services, database: Database) {
	// Directus' published type leaves these two members out; 11.17.4 has them
	const DirectusAuthentication = services.AuthenticationService as new (
		...options: ConstructorParameters<Services['AuthenticationService']>
	) => Authentication & {
		knex: Database;
		updateStatefulSession(...session: unknown[]): Promise<string>;
	};

	/**
	 * A refresh marks the old row and then adds its successor. In one transaction nobody is handed a
	 * successor that is not there yet, none is lost with a process that dies in between, and a sign-out
	 * at the same moment finds both rows or leaves nothing to refresh.
	 *
	 * Not the whole refresh: an identity provider is asked in it, and writes on a connection of its own,
	 * which SQLite does not have.
	 */
	class SessionAuthentication extends DirectusAuthentication {
		override updateStatefulSession(...session: unknown[]): Promise<string> {
			return this.knex.transaction((knex) =>
				super.updateStatefulSession.call({ ...this, knex }, ...session)
			);
		}
	}

	return ({ accountability, schema }: Request, knex = database): Authentication =>
		new SessionAuthentication({ accountability, schema, knex });
}
