import { constants } from 'node:os';
import path from 'node:path';
import { runCommand } from '../command/run-command.ts';
import { progress } from './progress.ts';
import { Site } from './site.ts';
import { type Options, parseOptions, START } from './start-options.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** The terminal, npm and the launcher each pass on one and the same Ctrl-C. */
const SAME_SIGNAL_MILLISECONDS = 1000;

/** Opens the site with the options of the command line, prints its addresses, and runs until it is stopped. */
export async function present(mode: 'built' | 'dev'): Promise<void> {
	await runCommand(
		START,
		(args) => parseOptions(args, process.env, ROOT),
		(options) => stay(new Site(ROOT, options, process.env, mode), options)
	);
}

async function stay(site: Site, options: Options): Promise<void> {
	const stopped = untilStopped(() => site.kill());
	try {
		const early = await Promise.race([site.open(progress), stopped]);
		if (early) {
			process.exitCode = 128 + constants.signals[early];
			return;
		}
		console.log(`ready ${site.url}`);
		console.log(introduction(site, options));

		await stopped;
	} finally {
		await site.close();
	}
}

/** Settles with the first signal to stop. A second one is for a person who does not want to wait. */
function untilStopped(force: () => void): Promise<NodeJS.Signals> {
	// a terminal that hangs up takes standard output with it
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

	return new Promise((resolve) => {
		let first = 0;
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				first ||= Date.now();
				resolve(signal);
				if (Date.now() - first < SAME_SIGNAL_MILLISECONDS) return;
				force();
				process.exit(128 + constants.signals[signal]);
			});
		}
	});
}

function introduction(site: Site, { data, demo }: Options): string {
	const { adminEmail, adminPassword, demoPassword } = site.secrets;
	const lines = [
		['Site', site.url],
		...(demo ? [['', `member@example.com  ${demoPassword}`]] : []),
		['Studio', `${site.directusUrl}/admin`],
		['', `${adminEmail}  ${adminPassword}`],
		['Mail catcher', site.mailUrl],
		['Logs', path.join(path.relative(process.cwd(), data) || data, 'logs')]
	];
	const table = lines.map(([name = '', value = '']) => `  ${name.padEnd(14)}${value}`);
	return ['', ...table, '', '  Ctrl-C stops it all.', ''].join('\n');
}
