import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from './user-error.ts';

/** What a person may choose about an installation. */
export interface Options {
	port: number;
	directusPort: number;
	mailPort: number;
	smtpPort: number;
	/** Absolute path of the folder that holds everything the installation knows. */
	data: string;
	demo: boolean;
	/** The administrator's address and password; null where the installation's own are to be used. */
	email: string | null;
	password: string | null;
}

export const HELP = `Usage: npm start -- [options]        (npm run dev takes the same)

  --port PORT            the site                     PORTICO_PORT, else 3000
  --directus-port PORT   Directus and Studio          PORTICO_DIRECTUS_PORT, else 8055
  --data DIR             database, uploads, secrets   PORTICO_DATA, else .portico
  --email ADDRESS        the administrator            ADMIN_EMAIL, else admin@example.com
  --password PASSWORD    the administrator's          ADMIN_PASSWORD, else a generated one
  --no-demo              without demo articles and people
  --help                 this page

The mail catcher listens on PORTICO_MAIL_PORT (1080, its page) and PORTICO_SMTP_PORT (1025).
Variables of Directus reach it: ACCESS_TOKEN_TTL=6s npm start
`;

/**
 * Reads the command line and the environment; null where the person asked for help.
 *
 * @throws UserError for an option or a value that is not known
 */
export function parseOptions(
	args: string[],
	environment: NodeJS.ProcessEnv,
	root: string
): Options | null {
	const given = parseFlags(args);
	if (given.help) return null;

	return {
		port: port('--port', given.port ?? environment.PORTICO_PORT, 3000),
		directusPort: port(
			'--directus-port',
			given['directus-port'] ?? environment.PORTICO_DIRECTUS_PORT,
			8055
		),
		mailPort: port('PORTICO_MAIL_PORT', environment.PORTICO_MAIL_PORT, 1080),
		smtpPort: port('PORTICO_SMTP_PORT', environment.PORTICO_SMTP_PORT, 1025),
		data: path.resolve(root, given.data || environment.PORTICO_DATA || '.portico'),
		demo: !given['no-demo'],
		email: given.email || environment.ADMIN_EMAIL || null,
		password: given.password || environment.ADMIN_PASSWORD || null
	};
}

function parseFlags(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				port: { type: 'string' },
				'directus-port': { type: 'string' },
				data: { type: 'string' },
				email: { type: 'string' },
				password: { type: 'string' },
				'no-demo': { type: 'boolean' },
				help: { type: 'boolean' }
			}
		}).values;
	} catch (error) {
		throw new UserError(
			error instanceof Error ? error.message : String(error),
			'npm start -- --help lists the options.'
		);
	}
}

function port(name: string, value: string | undefined, fallback: number): number {
	if (!value) return fallback;
	const number = Number(value);
	if (!Number.isInteger(number) || number < 1 || number > 65_535) {
		throw new UserError(`${name} must be a port from 1 to 65535, not "${value}".`);
	}
	return number;
}
