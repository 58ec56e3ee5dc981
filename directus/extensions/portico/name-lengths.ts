import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';

/** The longest name of a person that PostgreSQL keeps; SQLite keeps any. */
const MAX_PERSON_NAME = 50;
/** The same of a role. */
const MAX_ROLE_NAME = 100;

const LIMITS = {
	users: { first_name: MAX_PERSON_NAME, last_name: MAX_PERSON_NAME },
	roles: { name: MAX_ROLE_NAME }
} satisfies Record<string, Limits>;

/** Characters, by field. */
type Limits = Record<string, number>;

/**
 * Refuses names that are too long, whatever the database: every page of a member carries them. What an identity provider
 * says, or somebody who registers, is cut instead: nobody is there to correct it.
 */
export const nameLengths: HookConfig = ({ filter }) => {
	for (const [collection, limits] of Object.entries<Limits>(LIMITS)) {
		for (const event of ['create', 'update']) {
			filter<Record<string, unknown>>(
				`${collection}.${event}`,
				(values, _meta, { accountability }) => {
					return accountability ? refuseLonger(values, limits) : cutLonger(values, limits);
				}
			);
		}
	}
};

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
export function cutLonger<Values extends Record<string, unknown>>(
	values: Values,
	limits: Limits
): Values {
	const cut = Object.entries(limits)
		.filter(([field, limit]) => lengthOf(values[field]) > limit)
		.map(([field, limit]) => [field, [...(values[field] as string)].slice(0, limit).join('')]);
	return { ...values, ...(Object.fromEntries(cut) as Partial<Values>) };
}

/** In characters as PostgreSQL counts them: code points. */
function lengthOf(value: unknown): number {
	return typeof value === 'string' ? [...value].length : 0;
}
