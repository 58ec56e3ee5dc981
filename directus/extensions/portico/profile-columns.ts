import { PROFILE_FIELDS } from '@portico/contract/profile.ts';
import type { Request } from './endpoint.ts';

/** The columns of profile.ts that the model has: a field that is declared before its column exists breaks no session. */
export function profileColumns({ collections }: Request['schema']): string[] {
	const fields = collections['directus_users']?.fields ?? {};
	return PROFILE_FIELDS.map(({ name }) => name).filter((name) => Object.hasOwn(fields, name));
}

/** The values of these columns in a row of `directus_users`, dates as `2001-12-31`. */
export function profileOf(
	row: Record<string, unknown>,
	columns: string[]
): Record<string, string | null> {
	const values = PROFILE_FIELDS.filter(({ name }) => columns.includes(name)).map(
		({ name, kind }) => {
			const value = row[name];
			if (kind === 'date') return [name, dateOf(value)];
			return [name, typeof value === 'string' && value !== '' ? value : null];
		}
	);
	return Object.fromEntries(values) as Record<string, string | null>; // pairs of a name and a text
}

/** As Directus reads a date: at midnight in its own time zone, as a Date on PostgreSQL and in milliseconds on SQLite. */
function dateOf(value: unknown): string | null {
	if (!(value instanceof Date) && typeof value !== 'number') return null;
	const date = new Date(value);
	if (Number.isNaN(date.getTime())) return null;
	const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
	return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}
