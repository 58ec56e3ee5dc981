import type * as messages from './messages.ts';
import { MAX_USERNAME_LENGTH, normalizedUsername, usernameFault } from './username.ts';

/** The key of a message without values. The set-up reads this file before the messages are compiled: it needs types only. */
export type MessageKey = {
	[Key in keyof typeof messages]: (typeof messages)[Key] extends () => string ? Key : never;
}[keyof typeof messages];

/** A column of `directus_users` that members fill in themselves. */
export interface ProfileField {
	/** The column, and the name of the field in the form. */
	name: string;
	/** A line, several lines, or a date. */
	kind: 'line' | 'text' | 'date';
	label: MessageKey;
	hint?: MessageKey;
	/** What browsers may fill in, by the names of HTML. */
	autocomplete: 'username' | 'bday' | 'off' | 'nickname' | 'url' | 'organization';
	/** Code points, at most as many as the column holds. */
	maxLength: number;
	/** The form in which a value is kept, where it is not the one that was typed. */
	normalize?: (value: string) => string;
	/** The message that says what is wrong with a value that is not empty; null where nothing is. */
	fault?: (value: string, today: Date) => MessageKey | null;
	/** Who sees it besides administrators: the member alone, or all members, at `/profile/of/USERNAME`. */
	seenBy: 'self' | 'members';
}

/**
 * The fields of a profile besides names, language and avatar, in the order of the form. The form, its validation, the answer
 * of `/portico/me`, the policy of members and the page for other members follow from this list.
 */
export const PROFILE_FIELDS: ProfileField[] = [
	{
		name: 'username',
		kind: 'line',
		label: 'profile_username',
		hint: 'profile_usernameHint',
		autocomplete: 'nickname',
		maxLength: MAX_USERNAME_LENGTH,
		normalize: normalizedUsername,
		fault: usernameFault,
		seenBy: 'members'
	},
	{
		name: 'biography',
		kind: 'text',
		label: 'profile_biography',
		hint: 'profile_biographyHint',
		autocomplete: 'off',
		maxLength: 500,
		seenBy: 'members'
	},
	{
		name: 'birth_date',
		kind: 'date',
		label: 'profile_birthDate',
		hint: 'profile_birthDateHint',
		autocomplete: 'bday',
		maxLength: 10,
		fault: birthDateFault,
		seenBy: 'self'
	}
];

/** Nobody who was born earlier is alive. */
const EARLIEST_BIRTH = '1900-01-01';
/** Where the day begins first, at UTC+14, it is tomorrow already. */
const EARLIEST_ZONE_HOURS = 14;

function birthDateFault(value: string, today: Date): MessageKey | null {
	const date = new Date(`${value}T00:00:00Z`);
	const isDate = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${value}T`);
	const latest = new Date(today.getTime() + EARLIEST_ZONE_HOURS * 3_600_000);
	const isPossible = value >= EARLIEST_BIRTH && value <= latest.toISOString().slice(0, 10);
	return isDate && isPossible ? null : 'profile_birthDateInvalid';
}

/** The names of the fields that all members see. */
export const SHARED_FIELDS = PROFILE_FIELDS.filter(({ seenBy }) => seenBy === 'members').map(
	({ name }) => name
);

/** Bytes of an avatar as it is uploaded. */
export const MAX_AVATAR_BYTES = 2 * 1024 * 1024;
/** Bytes of a form with an avatar: what stands beside the picture is small. */
export const MAX_AVATAR_FORM_BYTES = MAX_AVATAR_BYTES + 128 * 1024;
/** Pixels a side of an avatar as it is kept. */
export const AVATAR_SIDE = 512;
