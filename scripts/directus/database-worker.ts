// Looks into Directus' database, or settles it, in a process of its own: Directus reads its environment once per
// process. Started by database.ts, which gives a task and its argument and takes the answer as a message.
import type { Knex } from 'knex';
import { once } from 'node:events';
import type { Migration } from '../../directus/extensions/portico/migrations/migration.ts';
import { runMigrations } from '../../directus/extensions/portico/migrations/run.ts';
import { type AdministratorRow, type Reader, type Settlement, stateOf } from './database.ts';
import { databaseModule } from './directus-package.ts';

const directus = (await import(databaseModule)) as {
	getDatabase(): Knex;
	getDatabaseClient(): string;
	getSchemaInspector(): {
		tables(): Promise<string[]>;
		columns(table: string): Promise<{ column: string }[]>;
	};
};
const database = directus.getDatabase();
const client = directus.getDatabaseClient();
const [task, argument = ''] = process.argv.slice(2);

switch (task) {
	case 'inspect':
		process.send?.(await stateOf(reader()));
		break;
	case 'discard':
		await discard();
		break;
	case 'settle':
		await settle(JSON.parse(argument) as Settlement);
		break;
	case 'migrate':
		process.send?.(await migrate(argument));
		break;
	case 'lock':
		await holdLock();
		break;
	case 'administrator':
		process.send?.(await administrator());
		break;
	default:
		throw new Error(`no such task: ${task}`);
}
await database.destroy();
if (process.connected) process.disconnect();

function reader(): Reader {
	const inspector = directus.getSchemaInspector();
	return {
		tables: () => inspector.tables(),
		columns: async (table) => (await inspector.columns(table)).map(({ column }) => column),
		hasRows: async (table) =>
			(await database(table).select(database.raw('1')).first()) !== undefined,
		values: (table, column) => database(table).pluck(column),
		fingerprint: async (tables) => (tables.includes('directus_settings') ? fingerprint() : null)
	};
}

async function migrate(file: string): Promise<string[]> {
	const { migrations } = (await import(file)) as { migrations: Migration[] };
	return runMigrations(database, migrations);
}

/** PostgreSQL: the comment of one table, which goes along with a dump. SQLite's is read from the file's header. */
async function fingerprint(): Promise<number | null> {
	if (client !== 'postgres') return null;
	const { rows } = await database.raw<{ rows: { comment: string | null }[] }>(
		"select obj_description('directus_settings'::regclass, 'pg_class') as comment"
	);
	return Number(rows[0]?.comment) || null;
}

/** Removes Directus' own tables; the caller has made sure that they hold no data of users. */
async function discard() {
	const tables = await directus.getSchemaInspector().tables();
	if (client === 'sqlite') await database.raw('pragma foreign_keys = off');
	for (const table of tables.filter((name) => name.startsWith('directus_'))) {
		await database.raw(`drop table ??${client === 'sqlite' ? '' : ' cascade'}`, [table]);
	}
}

async function settle({ tables, fingerprint }: Settlement) {
	const present = await directus.getSchemaInspector().tables();
	const missing = tables.filter((table) => !present.includes(table));
	if (missing.length > 0) {
		// `schema apply` has been seen to report success without making a table
		throw new Error(`Directus reported success, but there is no table ${missing.join(', ')}`);
	}
	if (client === 'sqlite') {
		// Readers no longer wait for the writer; it lasts, and made refreshing a session almost three times as fast
		await database.raw('pragma journal_mode = wal');
		await database.raw(`pragma user_version = ${fingerprint}`);
	} else if (client === 'postgres') {
		await database.raw(`comment on table directus_settings is '${fingerprint}'`);
	}
}

/** Holds the lock until the parent process sends a message, disconnects or ends. */
async function holdLock() {
	const released = Promise.race([once(process, 'message'), once(process, 'disconnect')]);
	if (client !== 'postgres') {
		process.send?.('locked');
		await released;
		return;
	}
	await database.transaction(async (transaction) => {
		await transaction.raw("select pg_advisory_xact_lock(hashtext('portico set-up'))");
		process.send?.('locked');
		await released;
	});
}

/** By a policy of their own or of their role. */
async function administrator(): Promise<AdministratorRow | null> {
	const [row] = await database('directus_users as person')
		.join('directus_access as access', (on) =>
			on.on('access.user', 'person.id').orOn('access.role', 'person.role')
		)
		.join('directus_policies as policy', 'policy.id', 'access.policy')
		.where({ 'policy.admin_access': true, 'person.status': 'active' })
		.limit(1)
		.select<AdministratorRow[]>('person.id', 'person.role');
	return row ?? null;
}
