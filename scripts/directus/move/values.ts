/** A value as node:sqlite reads it, with big integers. */
export type SqliteValue = null | bigint | number | string | Uint8Array;

/** Converts a value of SQLite for a column of a type, by PostgreSQL's name. @throws where it cannot be converted */
export function toPostgres(value: SqliteValue, type: string): unknown {
	if (value === null) return null;
	switch (type) {
		case 'bool':
			return isTrue(value);
		case 'timestamptz':
		case 'timestamp':
		case 'date':
			// the driver writes it as Directus would have: an instant, or a local time
			return instant(value);
		case 'bytea':
			return typeof value === 'string' ? Buffer.from(value) : value;
		default:
			return value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
	}
}

/**
 * One text for all ways to write a value, to compare the two databases. It shares nothing with `toPostgres` but
 * how SQLite's booleans and times are read.
 */
export function canonicalOfSqlite(value: SqliteValue, type: string): string | null {
	if (value === null) return null;
	switch (type) {
		case 'bool':
			return String(isTrue(value));
		case 'timestamptz':
			return instant(value).toISOString();
		case 'timestamp':
			return `${localDate(instant(value))} ${localTime(instant(value))}`;
		case 'date':
			return localDate(instant(value));
		case 'bytea':
			return Buffer.from(typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array)) // else a blob
				.toString('hex');
		default:
			return canonicalText(String(value), type);
	}
}

/** The same for the text form of PostgreSQL, in the time zone UTC. */
export function canonicalOfPostgres(text: string | null, type: string): string | null {
	if (text === null) return null;
	switch (type) {
		case 'timestamptz':
			return new Date(text.replace(/\+00$/, 'Z')).toISOString();
		case 'timestamp':
			return text.includes('.') ? text.padEnd(23, '0') : `${text}.000`;
		case 'bytea':
			return text.replace(/^\\x/, '');
		default:
			return canonicalText(text, type);
	}
}

function canonicalText(text: string, type: string): string {
	switch (type) {
		case 'json':
		case 'jsonb':
			return JSON.stringify(JSON.parse(text));
		case 'int2':
		case 'int4':
		case 'int8':
			return BigInt(text).toString();
		case 'numeric':
			return canonicalNumber(text);
		case 'float4':
		case 'float8':
			return String(Number(text));
		case 'uuid':
			return text.toLowerCase();
		case 'time':
			return /^\d\d:\d\d$/.test(text) ? `${text}:00` : text;
		case 'bpchar':
			return text.trimEnd();
		default:
			return text;
	}
}

/** Whole numbers digit by digit; SQLite keeps others as IEEE doubles, so that there are no more digits to compare. */
function canonicalNumber(text: string): string {
	const whole = /^(-?\d+)(\.0*)?$/.exec(text)?.[1];
	if (whole) return BigInt(whole).toString();
	const number = Number(text);
	return Number.isInteger(number) ? BigInt(number).toString() : String(number);
}

function isTrue(value: SqliteValue): boolean {
	if (value === 1n || value === 'true' || value === '1') return true;
	if (value === 0n || value === 'false' || value === '0') return false;
	throw new Error(`${describe(value)} is neither true nor false`);
}

/** Milliseconds since the epoch, which Directus writes, or a text, as columns' own defaults do: read as Directus does. */
function instant(value: SqliteValue): Date {
	const date = new Date(typeof value === 'bigint' ? Number(value) : (value as number | string)); // a blob is no date
	if (Number.isNaN(date.getTime())) throw new Error(`${describe(value)} is no time`);
	return date;
}

function localDate(date: Date): string {
	const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
	return [String(year).padStart(4, '0'), twoDigits(month), twoDigits(day)].join('-');
}

function localTime(date: Date): string {
	const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
	return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}

/** Not a text itself, which may be a secret. */
function describe(value: SqliteValue): string {
	return typeof value === 'string' ? `a text of ${value.length} characters` : String(value);
}
