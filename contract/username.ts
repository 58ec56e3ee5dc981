/** Code points, after normalization. */
export const MAX_USERNAME_LENGTH = 30;

/** Letters and digits of any script, in groups that a single dot, hyphen or underscore separates. */
const SHAPE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[._-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u;
/** Some letters have no shape of their own, such as the fillers of Hangul. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** Scripts with letters that look the same: a name in two of them imitates another. */
const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Names that a visitor would take for the people who run the site, or for a value that is missing. */
const RESERVED = new Set([
	...['admin', 'administrator', 'directus', 'editor', 'help', 'info', 'moderator', 'owner'],
	...['official', 'portico', 'postmaster', 'root', 'security', 'staff', 'support', 'system'],
	...['team', 'webmaster', 'anonymous', 'guest', 'me', 'null', 'undefined']
]);

/** The form in which a username is kept: NFKC, so that fullwidth and composed letters are the same as plain ones. */
export function normalizedUsername(username: string): string {
	return username.trim().normalize('NFKC');
}

/**
 * What two equal usernames have in common: NFKC, without the difference of upper and lower case (SQLite lowers ASCII only).
 * Lower, upper, lower: `ß`, `ẞ` and `SS` become `ss`, and the two forms of sigma one.
 */
export function usernameKey(username: string): string {
	const folded = username.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase();
	// JavaScript writes a sigma at the end of a word in another form
	return folded.replaceAll('ς', 'σ').normalize('NFKC');
}

/** The message that says why this is no username; null for one that is. */
export function usernameFault(
	username: string
): 'profile_usernameShape' | 'profile_usernameTaken' | null {
	const normalized = normalizedUsername(username);
	const isMixed = LOOKALIKES.filter((script) => script.test(normalized)).length > 1;
	if (!SHAPE.test(normalized) || INVISIBLE.test(normalized) || isMixed) {
		return 'profile_usernameShape';
	}
	return RESERVED.has(usernameKey(normalized)) ? 'profile_usernameTaken' : null;
}
