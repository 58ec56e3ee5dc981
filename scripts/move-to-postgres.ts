// npm run move:postgres: takes an installation by npm start from SQLite to an empty database on PostgreSQL.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { describedInstallation } from './directus/described-installation.ts';
import { directusEnvironment } from './directus/environment.ts';
import { move, TargetNotEmpty, UnknownColumns } from './directus/move/move.ts';
import { copySqlite } from './backup/saving.ts';
import { installedIn } from './backup/installed-database.ts';
import { DATA } from './command/data-option.ts';
import { type Command, helpPage, readOptions } from './command/options.ts';
import { runCommand } from './command/run-command.ts';
import { claim } from './site/claim.ts';
import { UserError } from './site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const MOVE = {
	start: 'npm run move:postgres --',
	about: `DB_CLIENT=pg DB_HOST=… DB_PORT=… DB_DATABASE=… DB_USER=… DB_PASSWORD=… npm run move:postgres

The variables name the target, an empty database, and are those that npm start takes from then on. The password is
a variable and no option, since every user of a machine can read the options of a running program.`,
	options: { data: { ...DATA, help: 'the installation, which must not be running' } }
} as const satisfies Command;

await runCommand(
	MOVE,
	(args) => readOptions(MOVE, args),
	({ values }) => run(path.resolve(ROOT, values.data))
);

async function run(data: string): Promise<void> {
	const { database: target } = installedIn(data, process.env);
	if (target.kind !== 'postgres')
		throw new UserError('Where to? DB_CLIENT is not pg.', helpPage(MOVE));
	const { database: source } = installedIn(data, {});
	if (source.kind !== 'sqlite' || !existsSync(source.file)) {
		throw new UserError(
			`There is no installation on SQLite in ${data}.`,
			'Name its data folder: --data'
		);
	}

	const { release } = await claim(data);
	const folder = await mkdtemp(path.join(data, 'moving-'));
	try {
		const file = path.join(folder, path.basename(source.file));
		await copySqlite(source, file);
		const installation = describedInstallation({ ...process.env, PORTICO_DATA: data });
		const environment = directusEnvironment(installation, process.env);
		const copy = { ...environment, DB_CLIENT: 'sqlite3', DB_FILENAME: file };
		const { tables, rows } = await move(copy, environment, console.log);
		console.log(`${rows} rows in ${tables} tables are in ${target.name}, each the same as before.`);
		console.log('From now on, start the site with the same variables: DB_CLIENT=pg … npm start');
		console.log(`${source.file} was left as it is, and is not used any more.`);
	} catch (error) {
		if (error instanceof UnknownColumns) throw new UserError(error.message);
		if (!(error instanceof TargetNotEmpty)) throw error;
		throw new UserError(`The database ${target.name} is not empty. ${error.message}`);
	} finally {
		await rm(folder, { recursive: true });
		release();
	}
}
