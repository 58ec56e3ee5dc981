import { parseArgs } from 'node:util';
import { UserError } from '../site/user-error.ts';

/** What a person may say about the installation to be looked at; null where it is to be found out. */
export interface Options {
	url: string | null;
	directusUrl: string | null;
	email: string | null;
	password: string | null;
	token: string | null;
	data: string | null;
	/** A file with certificates of authorities to be trusted besides. */
	ca: string | null;
	sendMail: boolean;
	json: boolean;
}

export const HELP = `Usage: npm run doctor -- [options]

Says what is wrong with an installation, why it matters, and how to put it
right. It changes nothing: it signs in, looks, and signs out.

  --url URL            the site                  APP_ORIGIN
  --directus-url URL   where Studio is           STUDIO_URL, PUBLIC_URL
  --email ADDRESS      an administrator          ADMIN_EMAIL
  --password PASSWORD  the administrator's       ADMIN_PASSWORD
  --token TOKEN        instead of both, an administrator's
                       static token              ADMIN_TOKEN
  --data DIR           what npm start keeps      PORTICO_DATA
  --ca FILE            an authority to trust     NODE_EXTRA_CA_CERTS
  --send-mail          sends a mail to the administrator; without it, only
                       the mail server is asked whether it would take one
  --json               for programs
  --help               this page

What is not said is taken from the environment, then from .env in this folder
(the containers), then from what npm start keeps in .portico. With --data or
PORTICO_DATA, .env is left alone. Other people on this machine see options in
the list of processes: give secrets in the environment, or type the password
when you are asked for it.

Ends with 1 where something must be put right, with 0 where nothing must.
`;

/**
 * Reads the command line; null where the person asked for help.
 *
 * @throws UserError for an option or a value that is not known
 */
export function parseOptions(args: string[]): Options | null {
	const given = parseFlags(args);
	if (given.help) return null;
	if (given.token && (given.email || given.password)) {
		throw new UserError('--token takes the place of --email and --password.', SEE_HELP);
	}
	return {
		url: given.url ?? null,
		directusUrl: given['directus-url'] ?? null,
		email: given.email ?? null,
		password: given.password ?? null,
		token: given.token ?? null,
		data: given.data ?? null,
		ca: given.ca ?? null,
		sendMail: given['send-mail'] ?? false,
		json: given.json ?? false
	};
}

const SEE_HELP = 'npm run doctor -- --help lists the options.';

function parseFlags(args: string[]) {
	try {
		const { values } = parseArgs({
			args,
			options: {
				url: { type: 'string' },
				'directus-url': { type: 'string' },
				email: { type: 'string' },
				password: { type: 'string' },
				token: { type: 'string' },
				data: { type: 'string' },
				ca: { type: 'string' },
				'send-mail': { type: 'boolean' },
				json: { type: 'boolean' },
				help: { type: 'boolean' }
			}
		});
		const empty = Object.entries(values).find(([, value]) => value === '');
		if (empty) throw new Error(`--${empty[0]} has no value.`);
		return values;
	} catch (error) {
		throw new UserError(error instanceof Error ? error.message : String(error), SEE_HELP);
	}
}
