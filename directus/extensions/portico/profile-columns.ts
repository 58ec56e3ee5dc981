import { PROFILE_FIELDS } from '@portico/contract/profile.ts';
import type { Request } from './endpoint.ts';

/** A column of a profile, and whether Directus keeps a date in it. */
type Column = { name: string; isDate: boolean };

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
	const dates = new Set(PROFILE_FIELDS.filter(({ kind }) => kind === 'date').map(({ name }) => name));
	return Object.fromEntries(
		columns.map((name) => [name, textOf({ name, isDate: dates.has(name) }, row[name])])
	);
}

function textOf({ isDate }: Column, value: unknown): string | null {
	if (isDate) return dateOf(value);
	return typeof value === 'string' && value !== '' ? value : null;
}

/** As Directus reads a date: at midnight of its own time zone, as a Date on PostgreSQL and in milliseconds on SQLite. */
function dateOf(value: unknown): string | null {
	if (!(value instanceof Date) && typeof value !== 'number') return null;
	const date = new Date(value);
	if (Number.isNaN(date.getTime())) return null;
	const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => pad(part, 2));
	return `${pad(date.getFullYear(), 4)}-${month}-${day}`;
}

function pad(number: number, length: number): string {
	return String(number).padStart(length, '0');
}
