import type { EndpointExtensionContext, HookConfig } from '@directus/extensions';
import type { NextFunction, Request as ExpressRequest, RequestHandler, Response } from 'express';

/** Context of an endpoint: Directus' services, database, environment and logger. */
export type Context = EndpointExtensionContext;

/** Directus' query builder, on whichever database it runs. */
export type Database = Context['database'];

/** Identity and rights of the caller, from Directus' authentication. */
export type Accountability = NonNullable<EventContext['accountability']>;

/** The relations of the data model. */
export type Relations = Request['schema']['relations'];

/** A request behind Directus' authentication and schema middleware. */
export interface Request extends ExpressRequest {
	accountability: Accountability;
	schema: NonNullable<EventContext['schema']>;
	/** Directus' own type says `any`; nothing is known of a body before it is parsed. */
	body: unknown;
}

// Directus' type package is not a dependency of its own; its extension types lead to the same names
type EventContext = Parameters<Parameters<Parameters<HookConfig>[0]['filter']>[1]>[2];

/** Wraps an async endpoint or middleware: its errors go to Directus' error handler. */
export function endpoint(
	answer: (request: Request, response: Response, next: NextFunction) => Promise<unknown>
): RequestHandler {
	return (request, response, next) => {
		// Directus' middleware runs before any extension, so the fields are set
		answer(request as unknown as Request, response, next).catch(next);
	};
}
