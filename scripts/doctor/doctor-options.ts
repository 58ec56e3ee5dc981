import { type Command, readOptions, seeHelp } from '../command/options.ts';
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

/** The options that say where an installation is. Their variables are read with .env and what npm start keeps. */
export const INSTALLATION = {
	url: { kind: 'text', value: 'URL', help: 'the site', otherwise: 'APP_ORIGIN' },
	'directus-url': {
		kind: 'text',
		value: 'URL',
		help: 'where Studio is',
		otherwise: 'STUDIO_URL, PUBLIC_URL'
	},
	data: { kind: 'text', value: 'DIR', help: 'what npm start keeps', otherwise: 'PORTICO_DATA' },
	ca: {
		kind: 'text',
		value: 'FILE',
		help: 'an authority to trust',
		otherwise: 'NODE_EXTRA_CA_CERTS'
	}
} as const satisfies Command['options'];

export const DOCTOR = {
	start: 'npm run doctor --',
	about: `Says what is wrong with an installation, why it matters, and how to put it
right. It changes nothing: it signs in, looks, and signs out.`,
	options: {
		...INSTALLATION,
		email: { kind: 'text', value: 'ADDRESS', help: 'an administrator', otherwise: 'ADMIN_EMAIL' },
		password: {
			kind: 'text',
			value: 'PASSWORD',
			help: "the administrator's",
			otherwise: 'ADMIN_PASSWORD'
		},
		token: {
			kind: 'text',
			value: 'TOKEN',
			help: 'instead of both, a static token',
			otherwise: 'ADMIN_TOKEN'
		},
		'send-mail': { kind: 'flag', help: 'sends the administrator an email' },
		json: { kind: 'flag', help: 'for programs' }
	},
	empty: 'refused',
	notes: `Without --send-mail, it only asks the mail server whether it would take an email.

What is not said is taken from the environment, then from .env in this folder
(the containers), then from what npm start keeps in .portico. With --data or
PORTICO_DATA, .env is left alone. Other people on this machine see options in
the list of processes: give secrets in the environment, or type the password
when you are asked for it.

Ends with 1 where something must be put right, with 0 where nothing must.`,
	errorCode: 2
} as const satisfies Command;

/**
 * Reads the command line; null where the person asked for help.
 *
 * @throws UserError for an option or a value that is not known
 */
export function parseOptions(args: string[]): Options | null {
	const given = readOptions(DOCTOR, args)?.values;
	if (!given) return null;
	if (given.token && (given.email || given.password)) {
		throw new UserError('--token takes the place of --email and --password.', seeHelp(DOCTOR));
	}
	return {
		url: given.url ?? null,
		directusUrl: given['directus-url'] ?? null,
		email: given.email ?? null,
		password: given.password ?? null,
		token: given.token ?? null,
		data: given.data ?? null,
		ca: given.ca ?? null,
		sendMail: given['send-mail'],
		json: given.json
	};
}
