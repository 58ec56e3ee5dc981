// npm run env:make: .env for docker compose. Node built-ins only, so that a server without the packages can run it, in
// a container: docker run --rm -it -v "$PWD":/portico -w /portico node:22 node scripts/env-make.ts
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptions } from './command/options.ts';
import { runCommand } from './command/run-command.ts';
import { dotenv } from './environment/dotenv.ts';
import { decide, type Installation } from './environment/decisions.ts';
import { ENVIRONMENT, type Options } from './environment/environment-options.ts';
import { terminal } from './environment/terminal.ts';
import { COMPOSE_VARIABLES, fallbackOf } from '../contract/environment-variables.ts';
import { valuesFor } from './environment/values.ts';
import { isSystemError } from './site/files.ts';
import { UserError } from './site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

await runCommand(
	ENVIRONMENT,
	(args) => readOptions(ENVIRONMENT, args),
	({ values }) => run(values)
);

async function run(options: Options): Promise<void> {
	const file = path.resolve(ROOT, options.file ?? '.env');
	if (existsSync(file)) refuse(file);
	const installation = await decide(options, terminal(process.env));
	write(file, dotenv(COMPOSE_VARIABLES, valuesFor(installation)));
	console.log(introduction(path.relative(process.cwd(), file), installation));
}

function write(file: string, text: string): void {
	try {
		// only where there is none, even if it appeared while the questions were answered
		writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
	} catch (error) {
		if (isSystemError(error, 'EEXIST')) refuse(file);
		throw error;
	}
}

function refuse(file: string): never {
	throw new UserError(
		`${file} is there already, and stays as it is.`,
		'Its secrets open the database that was set up with them. Edit it, or write another with --file.'
	);
}

function introduction(file: string, installation: Installation): string {
	const { siteHost, studioHost, httpsPort, email, mailServer, mailPort, demo } = installation;
	const suffix = httpsPort ? `:${httpsPort}` : '';
	const usesMailCatcher = !mailServer && valuesFor(installation).has('COMPOSE_PROFILES');
	const mail = usesMailCatcher
		? `caught: http://localhost:${mailPort ?? fallbackOf('MAIL_PORT')}`
		: (mailServer?.host ?? 'no server: no emails with links to a new password (EMAIL_SMTP_HOST)');
	return [
		`${file} is made; only you can read it.`,
		'',
		`  Site     https://${siteHost}${suffix}`,
		`  Studio   https://${studioHost}${suffix}/admin`,
		`           ${email}, ADMIN_PASSWORD in ${file}`,
		...(demo ? [`  Demo     member@example.com, DEMO_PASSWORD in ${file}`] : []),
		`  Mail     ${mail}`,
		'',
		'docker compose up --wait starts it.'
	].join('\n');
}
