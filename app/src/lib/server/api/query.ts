import * as v from 'valibot';
import type { Allowed } from './allowed.ts';
import { Refused } from './refused.ts';

const MAX_ITEMS = 500;
const DEFAULT_ITEMS = 100;
const MAX_SEARCH_CHARACTERS = 100;
/** Filters in filters. */
const MAX_DEPTH = 5;
const MAX_CONDITIONS = 100;
/** Those of Directus that look at a field of the item itself: none that crosses a relation, and no regular expression. */
const OPERATORS = new Set(
	[
		...['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in', 'nin', 'null', 'nnull', 'empty', 'nempty'],
		...['contains', 'ncontains', 'icontains', 'between', 'nbetween'],
		...['starts_with', 'nstarts_with', 'istarts_with', 'nistarts_with'],
		...['ends_with', 'nends_with', 'iends_with', 'niends_with']
	].map((name) => `_${name}`)
);
const GROUPS = ['_and', '_or'];
const AGGREGATES = [
	...['count', 'countDistinct', 'countAll', 'min', 'max'],
	...['sum', 'sumDistinct', 'avg', 'avgDistinct']
];

const names = v.pipe(
	v.union([v.string(), v.array(v.string())]),
	v.transform((given) => [given].flat().flatMap((text) => text.split(',')))
);
const wholeNumber = v.pipe(
	v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d{1,9}$/), v.transform(Number))]),
	v.integer()
);
/** As an object in a body, as JSON text in an address. */
const object = v.union([
	v.record(v.string(), v.unknown()),
	v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()))
]);
const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);

/** The parameters of Directus' queries that are passed on. */
const schema = v.strictObject({
	fields: v.optional(names),
	sort: v.optional(names),
	groupBy: v.optional(names),
	filter: v.optional(object),
	aggregate: v.optional(v.pipe(object, v.record(v.string(), names))),
	search: v.optional(v.pipe(v.string(), v.maxLength(MAX_SEARCH_CHARACTERS))),
	limit: v.optional(v.pipe(wholeNumber, v.minValue(-1)), DEFAULT_ITEMS),
	offset: v.optional(v.pipe(wholeNumber, v.minValue(0))),
	page: v.optional(v.pipe(wholeNumber, v.minValue(1)))
});

/** A query that Directus may be asked: it names fields of the list alone. */
export type Query = Record<string, string>;

/**
 * Checks a query, as the SDK writes it into an address or a body, against the list of what may be read. `*` stands for
 * the list. What one item may show is Directus' to say; this only bounds what can be asked.
 *
 * @throws {Refused} INVALID_QUERY where it has another shape, FORBIDDEN where it names a field that is not in the list
 */
export function checked(given: Record<string, unknown>, { read }: Allowed): Query {
	const parsed = v.safeParse(schema, given);
	if (!parsed.success) {
		const at = v.getDotPath(parsed.issues[0]) ?? 'query';
		throw new Refused('INVALID_QUERY', `"${at}" is not part of what this site passes on.`);
	}
	const { fields, sort, groupBy, filter, aggregate, ...rest } = parsed.output;
	const limit = Math.min(rest.limit < 0 ? MAX_ITEMS : rest.limit, MAX_ITEMS);
	const allow = (name: string) => {
		if (!read.includes(name)) throw forbiddenField(name);
		return name;
	};
	for (const name of sort ?? []) allow(name.replace(/^-/, ''));
	for (const name of groupBy ?? []) allow(name);
	for (const [of, over] of Object.entries(aggregate ?? {})) {
		if (!AGGREGATES.includes(of)) throw new Refused('INVALID_QUERY', `"${of}" is no aggregate.`);
		for (const name of over) if (name !== '*') allow(name);
	}
	if (filter) checkFilter(filter, allow);
	// an aggregate has no fields beside its groups
	const selected = aggregate
		? null
		: (fields ?? ['*']).flatMap((name) => (name === '*' ? read : allow(name)));
	return {
		...(selected && { fields: [...new Set(selected)].join() }),
		...(sort && { sort: sort.join() }),
		...(groupBy && { groupBy: groupBy.join() }),
		...(filter && { filter: JSON.stringify(filter) }),
		...(aggregate && { aggregate: JSON.stringify(aggregate) }),
		...(rest.search && { search: rest.search }),
		...(rest.offset !== undefined && { offset: String(rest.offset) }),
		...(rest.page !== undefined && { page: String(rest.page) }),
		limit: String(limit)
	};
}

function checkFilter(filter: Record<string, unknown>, allow: (field: string) => void): void {
	let conditions = 0;
	const check = (node: unknown, depth: number) => {
		if (depth > MAX_DEPTH) throw new Refused('INVALID_QUERY', 'The filter is nested too deeply.');
		for (const [name, value] of Object.entries(objectIn(node))) {
			if (GROUPS.includes(name)) {
				for (const part of arrayIn(value)) check(part, depth + 1);
				continue;
			}
			allow(name);
			for (const [operator, operand] of Object.entries(objectIn(value))) {
				if (++conditions > MAX_CONDITIONS)
					throw new Refused('INVALID_QUERY', 'The filter is too long.');
				if (!OPERATORS.has(operator))
					throw new Refused(
						'INVALID_QUERY',
						`"${operator}" is not part of what this site passes on.`
					);
				if (!v.is(v.union([scalar, v.array(scalar)]), operand))
					throw new Refused('INVALID_QUERY', `"${operator}" takes a value, or a list of values.`);
			}
		}
	};
	check(filter, 1);
}

function objectIn(value: unknown): object {
	if (typeof value === 'object' && value && !Array.isArray(value)) return value;
	throw new Refused('INVALID_QUERY', 'A filter has fields with operators.');
}

function arrayIn(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	throw new Refused('INVALID_QUERY', '"_and" and "_or" take a list of filters.');
}

function forbiddenField(name: string): Refused {
	return new Refused(
		'FORBIDDEN',
		`You don't have permission to access field "${name.slice(0, 100)}".`
	);
}
