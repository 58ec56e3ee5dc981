import { ForbiddenError, InvalidQueryError } from '@directus/errors';
import type { RequestHandler } from 'express';
import { type DocumentNode, parse } from 'graphql';
import { textIn } from '../api-access/account-calls.ts';
import { isAdministrator } from './caller.ts';
import { measure } from './graphql-size.ts';

/** As deep as Directus follows relations elsewhere (MAX_RELATIONAL_DEPTH). */
const MAX_DEPTH = 10;
/** Studio requests a dashboard with an alias for each of its panels. */
const MAX_ALIASES = 200;
/** Ten for each alias. Directus compares those of the same name with each other, and writes out fragments. */
const MAX_FIELDS = 2_000;

const HASHES = ['utils_hash_generate', 'utils_hash_verify'];

/** Refuses expensive GraphQL before Directus processes it: 400, and 403 for hashes. */
export function checkGraphql(maxTokens: number): RequestHandler {
	return (request, _response, next) => {
		for (const query of [request.query['query'], textIn(request.body, 'query')]) {
			if (typeof query !== 'string' || query === '') continue;
			const size = measure(parsed(query, maxTokens));
			if (size.isEndless) refuse('A fragment must not contain itself');
			if (size.levels > MAX_DEPTH) refuse(`It may be ${MAX_DEPTH} levels deep`);
			if (size.aliases > MAX_ALIASES) refuse(`It may have ${MAX_ALIASES} aliases`);
			if (size.fields > MAX_FIELDS) refuse(`It may have ${MAX_FIELDS} fields`);
			if (HASHES.some((name) => size.names.has(name)) && !isAdministrator(request)) {
				throw new ForbiddenError({ reason: 'Hashes are for administrators' });
			}
		}
		next();
	};
}

function parsed(query: string, maxTokens: number): DocumentNode {
	try {
		return parse(query, { maxTokens, noLocation: true });
	} catch (error) {
		refuse(error instanceof Error ? error.message : 'It cannot be read');
	}
}

function refuse(reason: string): never {
	throw new InvalidQueryError({ reason });
}
