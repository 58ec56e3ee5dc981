import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { canonicalOfPostgres, canonicalOfSqlite, type SqliteValue, toPostgres } from './values.ts';

/** A column of the target: its name, and PostgreSQL's own name for its type. */
interface Column {
	name: string;
	type: string;
}

type Row = Record<string, SqliteValue>;

/** PostgreSQL takes 65,535 values in one statement. */
const MAX_VALUES = 60_000;
const BATCH_ROWS = 1000;

/** The tables that Directus made in a file of SQLite. */
export class Source {
	readonly #database: DatabaseSync;

	constructor(file: string) {
		this.#database = new DatabaseSync(file, { readOnly: true });
	}

	tables(): string[] {
		const rows = this.#database
			.prepare(
				`select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`
			)
			.all();
		return rows.map(({ name }) => String(name));
	}

	columns(table: string): string[] {
		const rows = this.#database.prepare('select name from pragma_table_info(?)').all(table);
		return rows.map(({ name }) => String(name));
	}

	/** The highest number that a table has ever given to a row, also where that is gone; null where it gives none. */
	lastNumber(table: string): bigint | null {
		const known = "select 1 from sqlite_master where name = 'sqlite_sequence'";
		if (!this.#database.prepare(known).get()) return null;
		const statement = this.#database.prepare('select seq from sqlite_sequence where name = ?');
		statement.setReadBigInts(true);
		return (statement.get(table)?.seq as bigint | undefined) ?? null; // SQLite's own
	}

	rows(table: string): Iterable<Row> {
		const statement = this.#database.prepare(`select * from ${quoted(table)}`);
		// numbers lose digits beyond 2^53
		statement.setReadBigInts(true);
		return statement.iterate() as Iterable<Row>;
	}
}

/** The columns of a table in the schema that the connection works in. */
export async function columnsOf(database: Knex, table: string): Promise<Column[]> {
	return database('information_schema.columns')
		.select<Column[]>({ name: 'column_name', type: 'udt_name' })
		.where({ table_name: table })
		.andWhereRaw('table_schema = current_schema()');
}

/** Copies all rows of a table into an empty one. @throws with the table's name where a value does not fit */
export async function copyRows(
	source: Source,
	database: Knex,
	table: string,
	columns: Column[]
): Promise<void> {
	const batchSize = Math.min(BATCH_ROWS, Math.floor(MAX_VALUES / columns.length));
	for (const rows of chunks(source.rows(table), batchSize)) {
		await database(table).insert(rows.map((row) => converted(table, row, columns)));
	}
}

/**
 * How many rows of a table are the same in both databases.
 *
 * @throws where a row is in one of them only
 */
export async function compareRows(
	source: Source,
	database: Knex,
	table: string,
	columns: Column[]
): Promise<number> {
	const missing = new Map<string, number>();
	let count = 0;
	for (const row of source.rows(table)) {
		const digest = digestOf(
			columns.map(({ name, type }) => canonicalOfSqlite(row[name] ?? null, type))
		);
		missing.set(digest, (missing.get(digest) ?? 0) + 1);
		count += 1;
	}
	let unexpected = 0;
	for await (const row of rowsAsText(database, table, columns)) {
		const digest = digestOf(
			columns.map(({ name, type }) => canonicalOfPostgres(row[name] ?? null, type))
		);
		const left = missing.get(digest) ?? 0;
		if (left === 0) unexpected += 1;
		else if (left === 1) missing.delete(digest);
		else missing.set(digest, left - 1);
	}
	if (missing.size > 0 || unexpected > 0) {
		throw new Error(
			`${table}: ${missing.size} rows of SQLite are not the same in PostgreSQL, which has ${unexpected} others`
		);
	}
	return count;
}

/** Continues the ids of a table after the last one in SQLite. */
export async function continueNumbers(
	source: Source,
	database: Knex,
	table: string,
	columns: Column[]
): Promise<void> {
	for (const { name } of columns.filter(({ type }) => /^int[248]$/.test(type))) {
		const { rows } = await database.raw<{
			rows: { sequence: string | null; highest: string | null }[];
		}>('select pg_get_serial_sequence(?, ?) as sequence, (select max(??) from ??) as highest', [
			quoted(table),
			name,
			name,
			table
		]);
		const [{ sequence = null, highest = null } = {}] = rows;
		const last = [BigInt(highest ?? 0), source.lastNumber(table) ?? 0n].reduce(greater);
		if (sequence && last > 0n) await database.raw('select setval(?, ?)', [sequence, String(last)]);
	}
}

function greater(one: bigint, other: bigint): bigint {
	return one > other ? one : other;
}

function converted(table: string, row: Row, columns: Column[]): Record<string, unknown> {
	return Object.fromEntries(
		columns.map(({ name, type }) => {
			try {
				return [name, toPostgres(row[name] ?? null, type)];
			} catch (cause) {
				throw new Error(`${table}.${name}: ${(cause as Error).message}`, { cause }); // toPostgres throws Errors
			}
		})
	);
}

/** As text, so that nothing is lost on the way; a part at a time, so that a table may be larger than the memory. */
async function* rowsAsText(
	database: Knex,
	table: string,
	columns: Column[]
): AsyncIterable<Record<string, string | null>> {
	const texts = columns.map(({ name }) => database.raw('??::text as ??', [name, name]));
	await database.raw(`declare moved cursor for ${database(table).select(texts).toQuery()}`);
	for (;;) {
		const { rows } = await database.raw<{ rows: Record<string, string | null>[] }>(
			`fetch ${BATCH_ROWS} from moved`
		);
		if (rows.length === 0) break;
		yield* rows;
	}
	await database.raw('close moved');
}

function* chunks<T>(values: Iterable<T>, size: number): Iterable<T[]> {
	let chunk: T[] = [];
	for (const value of values) {
		chunk.push(value);
		if (chunk.length < size) continue;
		yield chunk;
		chunk = [];
	}
	if (chunk.length > 0) yield chunk;
}

function digestOf(values: (string | null)[]): string {
	return createHash('sha256').update(JSON.stringify(values)).digest('base64');
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
