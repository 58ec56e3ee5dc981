import { ForbiddenError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, RequestHandler } from 'express';
import { setImmediate as settled } from 'node:timers/promises';
import type { Accountability, Database, Relations, Request } from './endpoint.ts';
import { checkQuery } from './query-guard/query.ts';
import { checkGraphql } from './query-guard/query-variables.ts';

/**
 * Refuses queries whose results would reveal rows that the caller may not read. Directus checks
 * rows that it returns, but neither those that a filter or a sort looks at in other collections, nor
 * those that an update or a delete "by query" looks for.
 */
export const queryGuard: HookConfig = ({ filter, init }) => {
	filter('authenticate', (accountability, meta) => {
		const { method, path, query, body } = (meta as unknown as Authentication).req;
		checkQuery(query);
		if (/^\/graphql(\/|$)/.test(path)) checkGraphql([query, body]);
		else if (hasQuery(method, path, body)) checkQuery(body.query);
		return accountability;
	});

	filter<Query>('*.query', async (given, { collection }, { accountability, database, schema }) => {
		// Directus itself queries without accountability
		if (!accountability || accountability.admin || !schema) return given;

		const query = await finished(given);
		const crossed = crossedCollections(collection as string, query, schema.relations);
		if (crossed.size > 0 && !(await readsEveryRow(database, accountability, crossed))) {
			throw new ForbiddenError({
				reason: 'A filter or sort may not cross into a collection of which you see a part only'
			});
		}
		return query;
	});

	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).use(refuseWritesByQuery);
	});
};

/**
 * A query with a copy of its nested queries, which Directus is still parsing: it does not wait for them. They need no
 * I/O (checkQuery), so they are complete once the tasks that are already queued have run. The guard then judges the
 * same queries that Directus uses.
 */
async function finished(query: Query): Promise<Query> {
	if (!query.deep) return query;
	await settled();
	return { ...query, deep: structuredClone(query.deep) };
}

/** Arguments that Directus passes to an `authenticate` filter; the body has been parsed. */
interface Authentication {
	req: { method: string; path: string; query: Record<string, unknown>; body: unknown };
}

/** Whether a body's `query` is one for Directus; in other bodies it may be a field. */
function hasQuery(method: string, path: string, body: unknown): body is { query: unknown } {
	const isAsked = method === 'SEARCH' || path.startsWith('/utils/export/');
	return isAsked ? isObject(body) && 'query' in body : isWriteByQuery(method, body);
}

/** The parts of a Directus query that look into rows. */
export interface Query {
	filter?: unknown;
	sort?: string[] | null;
	group?: string[] | null;
	alias?: Record<string, string> | null;
	deep?: unknown;
}

/** The collections whose rows a query looks into on the way of a relation, without returning them. */
export function crossedCollections(
	collection: string,
	query: Query,
	relations: Relations
): Set<string> {
	const crossed = new Set<string>();
	collectFromQuery(collection, query);
	return crossed;

	function collectFromQuery(collection: string, { filter, sort, group, alias, deep }: Query): void {
		collectFromFilter(collection, filter);
		for (const path of [...(sort ?? []), ...(group ?? [])]) {
			collectFromFilter(collection, asFilter(path));
		}
		for (const [key, nested] of Object.entries(isObject(deep) ? deep : {})) {
			if (key.startsWith('_') || !isObject(nested)) continue;

			const related = relatedCollection(collection, alias?.[key] ?? key, relations);
			if (!related) continue;
			collectFromQuery(related.collection, { ...withoutUnderscores(nested), deep: nested });
		}
	}

	function collectFromFilter(collection: string, filter: unknown, isCrossed = false): void {
		if (Array.isArray(filter)) {
			for (const part of filter) collectFromFilter(collection, part, isCrossed);
		} else if (isObject(filter)) {
			for (const [key, value] of Object.entries(filter)) {
				if (COMBINATIONS.has(key)) collectFromFilter(collection, value, isCrossed);
				else if (!key.startsWith('_')) collectFromField(collection, key, value, isCrossed);
			}
		}
	}

	function collectFromField(collection: string, key: string, value: unknown, isCrossed: boolean) {
		if (isCrossed) crossed.add(collection);

		const related = relatedCollection(collection, key, relations);
		// Whether there is a row that points here is known from that row; where this row points, from this one
		if (related?.many) crossed.add(related.collection);
		if (related) collectFromFilter(related.collection, value, true);
	}
}

/** Keys of a filter that stand between two fields; every other key with an underscore is an operator. */
const COMBINATIONS = new Set(['_and', '_or', '_some', '_none']);

interface Related {
	collection: string;
	/** Whether the rows of that collection point to this one. */
	many: boolean;
}

/** Where a key of a filter leads: `category`, `count(comments)`, `item:pages`, `$FOLLOW(articles,category)`. */
function relatedCollection(collection: string, key: string, relations: Relations): Related | null {
	const followed = /^\$FOLLOW\(([^,]*)/.exec(key)?.[1];
	if (followed !== undefined) return { collection: followed.trim(), many: true };

	const [path = '', scope] = (/^[^()]+\(([^)]+)\)/.exec(key)?.[1] ?? key).split(':');
	const field = path.trim();

	for (const relation of relations) {
		if (relation.collection === collection && relation.field === field) {
			const target = relation.related_collection ?? scope;
			return target === undefined ? null : { collection: target, many: false };
		}
		if (relation.related_collection === collection && relation.meta?.one_field === field) {
			return { collection: relation.collection, many: true };
		}
	}
	return null;
}

/** `-category.name` as the filter that would look at the same field. */
function asFilter(path: string): unknown {
	return path
		.replace(/^-/, '')
		.split('.')
		.reduceRight<unknown>((inner, key) => ({ [key]: inner }), {});
}

/** A nested query has the names of a query with an underscore before each. */
function withoutUnderscores(nested: Record<string, unknown>): Query {
	return Object.fromEntries(
		Object.entries(nested)
			.filter(([key]) => key.startsWith('_'))
			.map(([key, value]) => [key.slice(1), value])
	);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a person may read all rows of each of these collections, with every field that they may read at all. */
async function readsEveryRow(
	database: Database,
	{ user, roles }: Accountability,
	collections: Iterable<string>
): Promise<boolean> {
	const permissions = await database('directus_permissions as permission')
		.join('directus_policies as policy', 'policy.id', 'permission.policy')
		.join('directus_access as access', 'access.policy', 'policy.id')
		.where('permission.action', 'read')
		.whereIn('permission.collection', [...collections])
		.andWhere((access) => {
			if (roles.length > 0) void access.whereIn('access.role', roles);
			else void access.whereNull('access.role').whereNull('access.user');
			if (user) void access.orWhere('access.user', user);
		})
		.select<Permission[]>(
			'permission.collection',
			'permission.permissions',
			'permission.fields',
			'policy.ip_access'
		);

	return [...collections].every((collection) =>
		coversEveryRow(permissions.filter((permission) => permission.collection === collection))
	);
}

/** A permission as its table has it. */
export interface Permission {
	collection: string;
	/** The rule for rows; JSON text on SQLite. */
	permissions: Record<string, unknown> | string | null;
	/** Names with commas between them, or an asterisk. */
	fields: string | null;
	/** The addresses that the policy is for, where it is not for all. */
	ip_access: string | null;
}

/** Whether permissions for one collection leave out no row of it, for any field that they name. */
export function coversEveryRow(permissions: Permission[]): boolean {
	const unlimited = permissions.filter(({ permissions: rule, ip_access }) => {
		const parsed: unknown = typeof rule === 'string' ? JSON.parse(rule) : rule;
		return !ip_access && Object.keys(parsed ?? {}).length === 0;
	});
	return (
		unlimited.some(({ fields }) => fields?.split(',').includes('*')) ||
		(permissions.length > 0 && unlimited.length === permissions.length)
	);
}

/**
 * Directus 11 looks for the rows of an update or a delete "by query" with all rights and checks the caller's
 * only if it found some: the response would let anyone search the whole database. Directus 12 does not.
 */
const refuseWritesByQuery: RequestHandler = (request, _response, next) => {
	// Directus' authentication has run
	const { accountability, body, method } = request as unknown as Request;
	if (!accountability.admin && isWriteByQuery(method, body)) {
		throw new ForbiddenError({ reason: 'Name the rows to write by their keys' });
	}
	next();
};

/** Whether a request selects the rows to write by a query. */
export function isWriteByQuery(method: string, body: unknown): boolean {
	if (!isObject(body) || !('query' in body)) return false;
	return method === 'DELETE' || (method === 'PATCH' && 'data' in body);
}
