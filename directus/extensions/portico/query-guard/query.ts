import { InvalidQueryError } from '@directus/errors';
import { hasDatabaseLookup } from './query-variables.ts';

/** Deeper than any question about this model, and than Directus follows relations (MAX_RELATIONAL_DEPTH). */
const MAX_DEPTH = 64;
const COMBINATIONS = new Set(['_and', '_or']);
const RELATION_OPERATORS = new Set(['_some', '_none']);
const GEOMETRIES = /^_n?intersects(_bbox)?$/;
const OBJECT_PROPERTIES = new RegExp(
	`(?<!\\w)(?:${Object.getOwnPropertyNames(Object.prototype).join('|')})(?!\\w)`
);
const WELL_FORMED_FOLLOW = /^\$FOLLOW\([^,()]+,[^,()]+\)/;

/**
 * Refuses queries that Directus cannot read: it answers some with a failure of its own, and parses nested ones (`deep`)
 * without waiting, where a mistake would end the process. Refuses values that Directus looks up in the database,
 * too: see variables.ts.
 *
 * @param query as it was sent, each part an object or its JSON
 * @throws 400, before Directus has begun
 */
export function checkQuery(query: unknown): void {
	if (!isObject(query)) refuse('"query"');
	for (const [name, value] of Object.entries(query)) {
		if (value) checkPart(name, value, 0);
	}
}

function checkLevel(level: unknown, depth: number): void {
	if (!isObject(level) || depth > MAX_DEPTH) refuse('"deep"');
	for (const [key, value] of Object.entries(level)) {
		if (!key.startsWith('_')) {
			// Directus ignores a value that is no object
			if (isObject(value)) checkLevel(value, depth + 1);
		} else if (value) {
			checkPart(key.slice(1), value, depth + 1);
		}
	}
}

function checkPart(name: string, value: unknown, depth: number): void {
	const json = () => parsed(value, `"${name}"`);
	const isRight = {
		deep: () => checkLevel(json(), depth),
		filter: () => checkFilter(json(), depth),
		aggregate: () => areAggregates(json()),
		alias: () => isRecordOf(json(), (field) => typeof field === 'string'),
		sort: () => areFields(value),
		fields: () => areFields(value),
		groupBy: () => areFields(value) && [value].flat().length > 0,
		meta: () => isText(value)
	}[name];
	if (isRight?.() === false) refuse(`"${name}"`);
}

/** Refuses filters that Directus' parser fails on, and values that Directus would look up. */
function checkFilter(filter: unknown, depth: number): void {
	if (filter === null || depth > MAX_DEPTH) refuse('"filter"');
	if (typeof filter !== 'object') {
		checkValue(filter, depth);
		return;
	}
	for (const [key, value] of Object.entries(filter as Record<string, unknown>)) {
		if (key.startsWith('$FOLLOW') && !WELL_FORMED_FOLLOW.test(key)) refuse(`"${key}"`);
		if (COMBINATIONS.has(key)) {
			if (!Array.isArray(value)) refuse(`"${key}"`);
			for (const part of value) checkFilter(part, depth + 1);
		} else if (key.startsWith('_') && !RELATION_OPERATORS.has(key)) {
			checkValue(GEOMETRIES.test(key) ? parsed(value, `"${key}"`) : value, depth + 1);
		} else {
			if (OBJECT_PROPERTIES.test(key)) refuse(`"${key}"`);
			checkFilter(value, depth + 1);
		}
	}
}

function checkValue(value: unknown, depth: number): void {
	if (depth > MAX_DEPTH) refuse('"filter"');
	if (typeof value === 'string' && hasDatabaseLookup(value)) {
		throw new InvalidQueryError({ reason: `"${value}" may not stand in the filter of a query` });
	}
	if (typeof value === 'object' && value !== null) {
		for (const part of Object.values(value) as unknown[]) checkValue(part, depth + 1);
	}
}

/** Directus takes JSON as well. */
function parsed(value: unknown, what: string): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		refuse(what);
	}
}

function isRecordOf(value: unknown, isRight: (value: unknown) => boolean): boolean {
	return isObject(value) && Object.values(value).every(isRight);
}

/** All of a row can be counted, and nothing else be made of it. */
function areAggregates(value: unknown): boolean {
	return (
		isRecordOf(value, areFields) &&
		Object.entries(value as object).every(
			([made, of]) => made.startsWith('count') || ![of].flat().includes('*')
		)
	);
}

/** One path or several; Directus looks their names up in objects, where it finds the properties of every object. */
function areFields(value: unknown): boolean {
	return [value].flat().every((path) => typeof path === 'string' && !OBJECT_PROPERTIES.test(path));
}

function isText(value: unknown): boolean {
	return [value].flat().every((one) => typeof one === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(what: string): never {
	throw new InvalidQueryError({ reason: `${what} is malformed` });
}
