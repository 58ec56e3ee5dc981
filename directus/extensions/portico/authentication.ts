import { InvalidCredentialsError } from '@directus/errors';
import type { Context, Database, Request } from './endpoint.ts';
import * as identity from './session/identity.ts';

type Services = Context['services'];

/** Directus' authentication, whose sessions keep an identity over their refreshes and pass on in one step. */
export type Authentication = InstanceType<Services['AuthenticationService']>;

type Login = Authentication['login'];

/** Members that Directus' published type of its service lacks. */
interface Internals {
	knex: Database;
	accountability: Request['accountability'] | null;
	updateStatefulSession(record: unknown, token: string, ...rest: unknown[]): Promise<string>;
}

/**
 * Creates the authentication service for a request, which it reads the person's address and browser from.
 *
 * @param maxAgeSeconds after which a session ends, however much it is used
 */
export function authenticationFor(services: Services, database: Database, maxAgeSeconds: number) {
	// The class has these members in 11.17 and 12.4; should one go, the override below is never called
	const DirectusAuthentication = services.AuthenticationService as new (
		...options: ConstructorParameters<Services['AuthenticationService']>
	) => Authentication & Internals;

	class SessionAuthentication extends DirectusAuthentication {
		override async login(...options: Parameters<Login>): ReturnType<Login> {
			const begun = identity.newIdentity();
			const login = await super.login.call(this.#with(this.knex, begun), ...options);
			await identity.store(this.knex, begun, maxAgeSeconds);
			await identity.capLifetime(this.knex, begun, maxAgeSeconds);
			return login;
		}

		/**
		 * A refresh marks the old row and then adds its successor. In one transaction, no client receives a
		 * successor that is not stored yet, a crash in between loses none, and a sign-out
		 * at the same moment finds both rows or leaves nothing to refresh.
		 *
		 * The transaction does not cover the whole refresh, which calls an identity provider and writes on a
		 * connection of its own; SQLite has only one.
		 */
		override async updateStatefulSession(record: unknown, token: string, ...rest: unknown[]) {
			await identity.addMissing(this.knex, token, maxAgeSeconds);
			return this.knex.transaction(async (knex) => {
				const session = await identity.lock(knex, token);
				// Directus answers 500 for a session that ended since it looked
				if (!session) throw new InvalidCredentialsError();

				const self = this.#with(knex, session);
				const successor = await super.updateStatefulSession.call(self, record, token, ...rest);
				await identity.capLifetime(knex, session, maxAgeSeconds);
				return successor;
			});
		}

		/** This service, writing the session's identity into the rows that it makes. */
		#with(knex: Database, session: identity.Identity): this {
			const origin = identity.originOf(session);
			const accountability = { ...this.accountability, origin };
			return Object.assign(Object.create(this) as this, { knex, accountability });
		}
	}

	return ({ accountability, schema }: Request, knex = database): Authentication =>
		new SessionAuthentication({ accountability, schema, knex });
}
