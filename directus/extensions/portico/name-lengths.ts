import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import { PROFILE_FIELDS } from '@portico/contract/profile.ts';
import { lengthsOf, type Lengths } from './lengths.ts';

const profileTexts = PROFILE_FIELDS.filter(({ kind }) => kind !== 'date').map(({ name }) => name);

/** The names and texts that pages carry, by collection. */
const NAMES = {
	users: ['first_name', 'last_name', ...profileTexts],
	roles: ['name']
};

/**
 * Refuses names that are longer than PostgreSQL keeps, whatever the database: every page of a member carries them. Names
 * from an identity provider or a registration are cut instead: no editor is there to correct them.
 */
export const nameLengths: HookConfig = ({ filter }, { services }) => {
	for (const [collection, names] of Object.entries(NAMES)) {
		for (const event of ['create', 'update']) {
			filter<Record<string, unknown>>(
				`${collection}.${event}`,
				async (values, _meta, { accountability, database, schema }) => {
					if (!schema || !names.some((name) => name in values)) return values;
					const source = { services, schema, database };
					const lengths = await lengthsOf(`directus_${collection}`, source);
					const limits = limitsOf(names, lengths);
					return accountability ? refuseLonger(values, limits) : cutLonger(values, limits);
				}
			);
		}
	}
};

/** Characters, by field. */
type Limits = Record<string, number>;

function limitsOf(names: string[], lengths: Lengths): Limits {
	return Object.fromEntries(names.map((name) => [name, lengths.get(name) ?? Infinity]));
}

/** @throws where a name is longer than its limit; gives the values else */
function refuseLonger<Values extends Record<string, unknown>>(values: Values, limits: Limits) {
	for (const [field, limit] of Object.entries(limits)) {
		if (lengthOf(values[field]) > limit) {
			throw new InvalidPayloadError({ reason: `"${field}" has ${limit} characters at most` });
		}
	}
	return values;
}

/** The values, names no longer than their limits. */
function cutLonger<Values extends Record<string, unknown>>(values: Values, limits: Limits): Values {
	const cut = Object.entries(limits)
		.filter(([field, limit]) => lengthOf(values[field]) > limit)
		.map(([field, limit]) => [field, [...(values[field] as string)].slice(0, limit).join('')]);
	return { ...values, ...(Object.fromEntries(cut) as Partial<Values>) };
}

/** In characters as PostgreSQL counts them: code points. */
function lengthOf(value: unknown): number {
	return typeof value === 'string' ? [...value].length : 0;
}
