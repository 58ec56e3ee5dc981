import { InvalidQueryError } from '@directus/errors';

/** `$CURRENT_USER` by itself Directus knows; with a path behind it, it looks into the database. */
const DATABASE_LOOKUP = /\$CURRENT_(USER|ROLES?|POLICIES)[.[]/;
const ESCAPED = /\\+u(?:\{([0-9a-f]+)\}|([0-9a-f]{4}))/gi;
const MAX_CODE_POINT = 0x10ffff;

/**
 * Whether Directus would look up a value of the caller, such as `$CURRENT_USER.email`. Rules of permissions have
 * them; in a caller's own query they would reveal values that the caller may not read, since Directus reuses the value
 * that it looked up for a rule, with all rights, for every filter that names the same.
 */
export function hasDatabaseLookup(value: string): boolean {
	return DATABASE_LOOKUP.test(value);
}

/**
 * Refuses GraphQL that names such a value, in its text or its variables.
 *
 * @param sent everything that came with the request
 * @throws 400
 */
export function checkGraphql(sent: unknown): void {
	if (hasDatabaseLookup(unescaped(JSON.stringify(sent)))) {
		throw new InvalidQueryError({
			reason: '$CURRENT_USER, $CURRENT_ROLE and $CURRENT_POLICIES may not have a path in a query'
		});
	}
}

/** JSON and GraphQL write characters as numbers alike; text inside JSON has more backslashes. */
function unescaped(text: string): string {
	return text.replace(ESCAPED, (escape, braced?: string, plain?: string) => {
		const code = parseInt(braced ?? plain ?? '', 16);
		return code <= MAX_CODE_POINT ? String.fromCodePoint(code) : escape;
	});
}
