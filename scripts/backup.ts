// npm run backup: one folder with everything that an installation by npm start knows, made while it runs.
import path from 'node:path';
import { backUp, SECRETS } from './backup/saving.ts';
import { installedIn } from './backup/installed-database.ts';
import { stamp } from './backup/manifest.ts';
import { DATA } from './command/data-option.ts';
import { type Command, readOptions, type Values } from './command/options.ts';
import { runCommand } from './command/run-command.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const BACKUP = {
	start: 'npm run backup --',
	options: {
		to: {
			value: 'FOLDER',
			help: 'where it goes, a folder that is not there yet',
			otherwise: 'else backups/ and the time'
		},
		data: DATA
	},
	notes: 'Give it the variables that the site runs with: DB_CLIENT=pg DB_HOST=… npm run backup'
} as const satisfies Command;

await runCommand(
	BACKUP,
	(args) => readOptions(BACKUP, args),
	({ values }) => run(values)
);

async function run({ to, data }: Values<typeof BACKUP>): Promise<void> {
	const now = new Date();
	const installed = installedIn(path.resolve(ROOT, data), process.env);
	const folder = path.resolve(ROOT, to ?? path.join('backups', stamp(now)));
	const { files, uploads } = await backUp(installed, folder, now);

	const count = Object.keys(files).length;
	console.log(`${count} files in ${path.relative(process.cwd(), folder) || folder}`);
	if (!uploads) console.log('Without the uploaded files: they are where STORAGE_ says.');
	console.log(
		files[SECRETS]
			? 'It holds every password and secret of the site: keep it where no one else can read it.'
			: 'Without SECRET and the other variables that the site runs with: keep them as well.'
	);
}
