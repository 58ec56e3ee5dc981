import { type Command, readOptions, helpHint, type Values } from '../command/options.ts';
import { UserError } from '../site/user-error.ts';

/** The options that say where an installation is. Their variables are also read from .env and from the data folder of npm start. */
export const INSTALLATION = {
	url: { value: 'URL', help: 'the site', otherwise: 'APP_ORIGIN' },
	'directus-url': { value: 'URL', help: 'where Studio is', otherwise: 'STUDIO_URL, PUBLIC_URL' },
	data: { value: 'DIR', help: 'what npm start keeps', otherwise: 'PORTICO_DATA' },
	ca: { value: 'FILE', help: 'an authority to trust', otherwise: 'NODE_EXTRA_CA_CERTS' }
} as const satisfies Command['options'];

export const DOCTOR = {
	start: 'npm run doctor --',
	about: `Says what is wrong with an installation, why it matters, and how to put it
right. It changes nothing: it signs in, looks, and signs out.`,
	options: {
		...INSTALLATION,
		email: { value: 'ADDRESS', help: 'an administrator', otherwise: 'ADMIN_EMAIL' },
		password: { value: 'PASSWORD', help: "the administrator's", otherwise: 'ADMIN_PASSWORD' },
		token: { value: 'TOKEN', help: 'instead of both, a static token', otherwise: 'ADMIN_TOKEN' },
		'send-mail': { help: 'sends the administrator an email' },
		json: { help: 'for programs' }
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

/** The options that describe the installation; doctor finds missing values itself. */
export type Options = Partial<Values<typeof DOCTOR>>;

/**
 * Reads the command line; null with --help.
 *
 * @throws UserError for an option or a value that is not known
 */
export function parseOptions(args: string[]): Options | null {
	const given = readOptions(DOCTOR, args)?.values ?? null;
	if (given?.token && (given.email || given.password)) {
		throw new UserError('--token takes the place of --email and --password.', helpHint(DOCTOR));
	}
	return given;
}
