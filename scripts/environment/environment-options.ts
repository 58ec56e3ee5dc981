import { parseArgs } from 'node:util';
import { UserError } from '../site/user-error.ts';

/** What can be said about an installation; what is missing is asked for or left to its default. */
export interface Options {
	'site-host'?: string;
	'studio-host'?: string;
	email?: string;
	'smtp-host'?: string;
	'smtp-port'?: string;
	'smtp-user'?: string;
	'mail-from'?: string;
	'http-port'?: string;
	'https-port'?: string;
	'mail-port'?: string;
	demo?: boolean;
	file?: string;
}

export const HELP = `Usage: npm run env:make -- [options]

Writes .env for docker compose, with new secrets. In a terminal it asks for what is not given and matters.

  --site-host NAME     where people reach the site      else localhost
  --studio-host NAME   where editors reach Studio       else studio. before the other
  --email ADDRESS      the first administrator          else admin@ the site's host
  --smtp-host NAME     the server that sends mails      else, on this machine, a mail catcher
  --smtp-port PORT                                      else 587
  --smtp-user NAME     its password is asked for, or taken from EMAIL_SMTP_PASSWORD
  --mail-from ADDRESS  whom mails come from             else no-reply@ the site's host
  --http-port PORT     other ports than 80 and 443
  --https-port PORT
  --mail-port PORT     the mail catcher's page          else 1080
  --demo               demo articles and people
  --file FILE          another file than .env
  --help               this page
`;

/**
 * Reads the command line; null where the person asked for help.
 *
 * @throws UserError for an option that is not known, or lacks its value
 */
export function parseOptions(args: string[]): Options | null {
	try {
		const string = { type: 'string' } as const;
		const { help, ...options } = parseArgs({
			args,
			options: {
				'site-host': string,
				'studio-host': string,
				email: string,
				'smtp-host': string,
				'smtp-port': string,
				'smtp-user': string,
				'mail-from': string,
				'http-port': string,
				'https-port': string,
				'mail-port': string,
				demo: { type: 'boolean' },
				file: string,
				help: { type: 'boolean' }
			}
		}).values;
		return help ? null : options;
	} catch (error) {
		throw new UserError(
			error instanceof Error ? error.message : String(error),
			'npm run env:make -- --help lists the options.'
		);
	}
}
