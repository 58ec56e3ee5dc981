import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import { normalizedUsername, usernameFault, usernameKey } from '@portico/contract/username.ts';

/** What is wrong, for people in Studio: the site says it in the language of the visitor. */
const REASONS = {
	profile_usernameShape:
		'"username" has letters and digits of one script, with single dots, hyphens and underscores between them',
	profile_usernameTaken: '"username" is reserved'
};

/**
 * Keeps usernames valid and unique, by any writer. The column `username_key` has the index: databases compare letters by
 * rules of their own. No writer sets the key itself.
 */
export const usernames: HookConfig = ({ filter }) => {
	for (const event of ['users.create', 'users.update']) {
		filter<Record<string, unknown>>(event, withKey);
	}
};

/** The values of a person, with the key of the username where there is one. @throws 400 for an invalid username */
export function withKey({
	username_key: _,
	...values
}: Record<string, unknown>): Record<string, unknown> {
	const { username } = values;
	if (username === undefined) return values;
	if (username === null || username === '')
		return { ...values, username: null, username_key: null };

	const text = typeof username === 'string' ? username : '';
	const fault = usernameFault(text);
	if (fault !== null) throw new InvalidPayloadError({ reason: REASONS[fault] });
	const normalized = normalizedUsername(text);
	return { ...values, username: normalized, username_key: usernameKey(normalized) };
}
