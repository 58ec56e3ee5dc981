// npm run backup: one folder with everything that an installation by npm start knows, made while it runs.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { backUp, SECRETS } from './backup/saving.ts';
import { installedIn } from './backup/installed-database.ts';
import { stamp } from './backup/manifest.ts';
import { explain, UserError } from './site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const HELP = `Usage: npm run backup -- [options]

  --to FOLDER   where it goes, a folder that is not there yet   backups/ and the time
  --data DIR    the installation                                PORTICO_DATA, else .portico
  --help        this page

Give it the variables that the site runs with: DB_CLIENT=pg DB_HOST=… npm run backup
`;

try {
	const { to, data, help } = options();
	if (help) console.log(HELP);
	else await run(data, to);
} catch (error) {
	explain(error);
	process.exitCode = 1;
}

function options() {
	try {
		return parseArgs({
			options: {
				to: { type: 'string' },
				data: { type: 'string' },
				help: { type: 'boolean' }
			}
		}).values;
	} catch (error) {
		throw new UserError(
			error instanceof Error ? error.message : String(error),
			'npm run backup -- --help lists the options.'
		);
	}
}

async function run(data: string | undefined, to: string | undefined): Promise<void> {
	const now = new Date();
	const installed = installedIn(
		path.resolve(ROOT, data || process.env.PORTICO_DATA || '.portico'),
		process.env
	);
	const folder = path.resolve(ROOT, to || path.join('backups', stamp(now)));
	const { files, uploads } = await backUp(installed, folder, now);

	const count = Object.keys(files).length;
	console.log(`${count} files in ${path.relative(process.cwd(), folder) || folder}`);
	if (!uploads) console.log('Without the uploaded files: they are where STORAGE_ says.');
	console.log(
		files[SECRETS]
			? 'It holds every password and secret of the site: keep it where nobody else can read it.'
			: 'Without SECRET and the other variables that the site runs with: keep them as well.'
	);
}
