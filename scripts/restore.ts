// npm run restore: restores an installation by npm start from a backup.
import path from 'node:path';
import { installedIn } from './backup/installed-database.ts';
import { restore } from './backup/restoring.ts';
import { DATA } from './command/data-option.ts';
import { type Command, type Given, helpPage, readOptions } from './command/options.ts';
import { runCommand } from './command/run-command.ts';
import { UserError } from './site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const RESTORE = {
	start: 'npm run restore --',
	operands: 'FOLDER',
	about: 'FOLDER is what npm run backup has made.',
	options: {
		data: { ...DATA, help: 'where it goes' },
		replace: {
			value: 'NAME',
			help: 'the name of that folder if it holds an installation, which is kept'
		}
	},
	notes:
		'Give it the variables that the site runs with: DB_CLIENT=pg DB_HOST=… npm run restore -- FOLDER'
} as const satisfies Command;

await runCommand(RESTORE, (args) => readOptions(RESTORE, args), run);

async function run({ values, operands }: Given<typeof RESTORE>): Promise<void> {
	const [folder, ...more] = operands;
	if (!folder || more.length > 0) throw new UserError('Which backup?', helpPage(RESTORE));
	const installed = installedIn(path.resolve(ROOT, values.data), process.env);
	const { manifest, before } = await restore(
		path.resolve(ROOT, folder),
		installed,
		values.replace ?? null,
		new Date()
	);
	console.log(`The installation is as it was at ${manifest.made}. Start it: npm start`);
	if (!manifest.uploads) console.log('The uploaded files are where STORAGE_ says, as they were.');
	if (before) console.log(`What it was until now is in ${before}. Remove that when all is well.`);
}
