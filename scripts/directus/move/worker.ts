// Works in the target of a move in a process of its own: Directus reads its environment once per process. Started by
// move.ts, which gives a task and its argument and takes the answer as a message.
import type { Knex } from 'knex';
import { databaseModule } from '../directus-package.ts';
import type { Moved } from './move.ts';
import { columnsOf, compareRows, continueNumbers, copyRows, Source } from './rows.ts';
import { STAGE } from './stage.ts';

const { getDatabase } = (await import(databaseModule)) as { getDatabase: () => Knex };
const database = getDatabase();
const [task, target = '', file = ''] = process.argv.slice(2);

switch (task) {
	case 'begin':
		process.send?.(await begin());
		break;
	case 'finish':
		process.send?.(await database.transaction(finish));
		break;
	default:
		throw new Error(`no such task: ${task}`);
}
await database.destroy();
process.disconnect();

/** Makes room beside the target, where it is empty: a move that broke off has left nothing else. */
async function begin(): Promise<{ tables: string[] }> {
	const tables = await tablesIn(database, target);
	if (tables.length > 0) return { tables };
	await database.raw('drop schema if exists ?? cascade', [STAGE]);
	await database.raw('create schema ??', [STAGE]);
	return { tables };
}

/** Copies every row, compares every row, and only then puts the tables where Directus looks for them. */
async function finish(transaction: Knex): Promise<Moved> {
	await transaction.raw("set local time zone 'UTC'");
	const source = new Source(file);
	const tables = source.tables();
	const columns = await matchedColumns(source, transaction, tables);
	const constraints = await dropForeignKeys(transaction);
	await transaction.raw(`truncate ${tables.map(() => '??').join(', ')}`, tables);

	let rows = 0;
	for (const [table, its] of columns) {
		await copyRows(source, transaction, table, its);
		await continueNumbers(source, transaction, table, its);
		rows += await compareRows(source, transaction, table, its);
	}
	for (const { table, name, definition } of constraints) {
		await transaction.raw(`alter table ?? add constraint ?? ${definition}`, [table, name]);
	}
	for (const table of tables) {
		await transaction.raw('alter table ?? set schema ??', [table, target]);
	}
	await transaction.raw('drop schema ??', [STAGE]);
	return { tables: tables.length, rows };
}

/** The columns of each table, which must be those of the source. */
async function matchedColumns(source: Source, transaction: Knex, tables: string[]) {
	const matched = new Map<string, Awaited<ReturnType<typeof columnsOf>>>();
	for (const table of tables) {
		await widenFloats(transaction, table);
		const columns = await columnsOf(transaction, table);
		const [has, wants] = [columns.map(({ name }) => name), source.columns(table)];
		const different = [...has, ...wants].filter(
			(one) => !has.includes(one) || !wants.includes(one)
		);
		if (columns.length === 0) throw new Error(`Directus does not know the table ${table}`);
		if (different.length > 0) throw new Error(`${table} has not the same ${different.join(', ')}`);
		matched.set(table, columns);
	}
	return matched;
}

/** SQLite keeps them with twice the digits that Directus' own columns have in PostgreSQL. */
async function widenFloats(transaction: Knex, table: string): Promise<void> {
	for (const { name, type } of await columnsOf(transaction, table)) {
		if (type !== 'float4') continue;
		await transaction.raw('alter table ?? alter column ?? type double precision', [table, name]);
	}
}

/** Rows may refer to each other in circles: foreign keys are checked when all rows are there. */
async function dropForeignKeys(transaction: Knex) {
	const { rows } = await transaction.raw<{
		rows: { table: string; name: string; definition: string }[];
	}>(
		`select relname as table, conname as name, pg_get_constraintdef(pg_constraint.oid) as definition
		from pg_constraint join pg_class on pg_class.oid = conrelid
		where contype = 'f' and pg_class.relnamespace = current_schema()::regnamespace`
	);
	for (const { table, name } of rows) {
		await transaction.raw('alter table ?? drop constraint ??', [table, name]);
	}
	return rows;
}

/** Lists the tables of a schema, without those of PostgreSQL's extensions. */
async function tablesIn(database: Knex, schema: string): Promise<string[]> {
	const { rows } = await database.raw<{ rows: { name: string }[] }>(
		`select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
		where nspname = ? and relkind in ('r', 'p')
			and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')`,
		[schema]
	);
	return rows.map(({ name }) => name);
}
