// npm run restore: makes an installation by npm start what a backup of it holds.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installedIn } from './backup/installed-database.ts';
import { restore } from './backup/restoring.ts';
import { explain, UserError } from './site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const HELP = `Usage: npm run restore -- FOLDER [options]

  FOLDER          what npm run backup has made
  --data DIR      where it goes                                PORTICO_DATA, else .portico
  --replace NAME  the name of that folder, where an installation is in it: it is kept beside
  --help          this page

Give it the variables that the site runs with: DB_CLIENT=pg DB_HOST=… npm run restore -- FOLDER
`;

try {
	const { values, positionals } = options();
	const [folder, ...more] = positionals;
	if (values.help) console.log(HELP);
	else if (!folder || more.length > 0) throw new UserError('Which backup?', HELP);
	else await run(folder, values);
} catch (error) {
	explain(error);
	process.exitCode = 1;
}

function options() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: {
				data: { type: 'string' },
				replace: { type: 'string' },
				help: { type: 'boolean' }
			}
		});
	} catch (error) {
		throw new UserError(
			error instanceof Error ? error.message : String(error),
			'npm run restore -- --help lists the options.'
		);
	}
}

async function run(folder: string, { data, replace }: ReturnType<typeof options>['values']) {
	const installed = installedIn(
		path.resolve(ROOT, data || process.env.PORTICO_DATA || '.portico'),
		process.env
	);
	const { manifest, before } = await restore(
		path.resolve(ROOT, folder),
		installed,
		replace ?? null,
		new Date()
	);
	console.log(`The installation is as it was at ${manifest.made}. Start it: npm start`);
	if (!manifest.uploads) console.log('The uploaded files are where STORAGE_ says, as they were.');
	if (before) console.log(`What it was until now is in ${before}. Remove that when all is well.`);
}
