import { InvalidQueryError } from '@directus/errors';

/** Deeper than any question about this model, and than Directus follows relations (MAX_RELATIONAL_DEPTH). */
const MOST_LEVELS = 64;
/** Values that Directus looks up in the database; `$CURRENT_USER` by itself it knows. */
const LOOKED_UP = /^\$CURRENT_(USER|ROLE|ROLES|POLICIES)\./;
const COMBINATIONS = new Set(['_and', '_or']);
const BETWEEN_FIELDS = new Set(['_some', '_none']);
const GEOMETRIES = /^_n?intersects(_bbox)?$/;

/**
 * Refuses nested queries (`deep`) that Directus cannot read, or reads too late. It does not wait for what it does with
 * them: a mistake in one ends the process, and one whose filter needs the database takes effect after the guard has
 * looked.
 *
 * @throws 400, before Directus has begun
 */
export function checkDeep(deep: unknown): void {
	if (deep) checkLevel(parsed(deep, '"deep"'), 0);
}

function checkLevel(level: unknown, depth: number): void {
	if (!isObject(level) || depth > MOST_LEVELS) refuse('"deep"');
	for (const [key, value] of Object.entries(level)) {
		if (!key.startsWith('_')) {
			// Directus passes over what is no object
			if (isObject(value)) checkLevel(value, depth + 1);
		} else if (value) {
			checkPart(key.slice(1), value, depth + 1);
		}
	}
}

function checkPart(name: string, value: unknown, depth: number): void {
	const isRight = {
		deep: () => checkLevel(parsed(value, `"_${name}"`), depth),
		filter: () => checkFilter(parsed(value, `"_${name}"`), depth),
		aggregate: () => isObject(parsed(value, `"_${name}"`)),
		alias: () => isObject(parsed(value, `"_${name}"`)),
		sort: () => isText(value),
		fields: () => isText(value),
		groupBy: () => isText(value),
		meta: () => isText(value)
	}[name];
	if (isRight?.() === false) refuse(`"_${name}"`);
}

/** What would make Directus' own reading fail, and values that are not there yet. */
function checkFilter(filter: unknown, depth: number): void {
	if (filter === null || depth > MOST_LEVELS) refuse('"_filter"');
	if (typeof filter !== 'object') {
		checkValue(filter, depth);
		return;
	}
	for (const [key, value] of Object.entries(filter as Record<string, unknown>)) {
		if (COMBINATIONS.has(key)) {
			if (!Array.isArray(value)) refuse(`"${key}"`);
			for (const part of value) checkFilter(part, depth + 1);
		} else if (key.startsWith('_') && !BETWEEN_FIELDS.has(key)) {
			checkValue(GEOMETRIES.test(key) ? parsed(value, `"${key}"`) : value, depth + 1);
		} else {
			checkFilter(value, depth + 1);
		}
	}
}

function checkValue(value: unknown, depth: number): void {
	if (depth > MOST_LEVELS) refuse('"_filter"');
	if (typeof value === 'string' && LOOKED_UP.test(value)) {
		throw new InvalidQueryError({ reason: `"${value}" may not stand in a nested filter` });
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

function isText(value: unknown): boolean {
	return [value].flat().every((one) => typeof one === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(what: string): never {
	throw new InvalidQueryError({ reason: `${what} of a nested query is malformed` });
}
