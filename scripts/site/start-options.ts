import { fallbackOf } from '@portico/contract/environment-variables.ts';
import path from 'node:path';
import { DATA } from '../command/data-option.ts';
import { type Command, readOptions, readPort } from '../command/options.ts';

const MAIL_PORT = fallbackOf('PORTICO_MAIL_PORT');
const SMTP_PORT = fallbackOf('PORTICO_SMTP_PORT');

/** The choices about an installation. */
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

export const START = {
	start: 'npm start --',
	about: 'npm run dev takes the same options.',
	options: {
		port: {
			kind: 'port',
			value: 'PORT',
			variable: 'PORTICO_PORT',
			fallback: Number(fallbackOf('PORTICO_PORT')),
			help: 'the site'
		},
		'directus-port': {
			kind: 'port',
			value: 'PORT',
			variable: 'PORTICO_DIRECTUS_PORT',
			fallback: Number(fallbackOf('PORTICO_DIRECTUS_PORT')),
			help: 'Directus and Studio'
		},
		data: { ...DATA, help: 'database, uploads, secrets' },
		email: {
			value: 'ADDRESS',
			variable: 'ADMIN_EMAIL',
			help: 'the administrator',
			otherwise: 'ADMIN_EMAIL, else admin@example.com'
		},
		password: {
			value: 'PASSWORD',
			variable: 'ADMIN_PASSWORD',
			help: "the administrator's",
			otherwise: 'ADMIN_PASSWORD, else a generated one'
		},
		'no-demo': { help: 'without demo articles and people' }
	},
	notes: `The mail catcher listens on PORTICO_MAIL_PORT (${MAIL_PORT}, its page) and PORTICO_SMTP_PORT (${SMTP_PORT}).
Variables of Directus reach it: ACCESS_TOKEN_TTL=6s npm start`
} as const satisfies Command;

/**
 * Reads the command line and the environment; null with --help.
 *
 * @throws UserError for an option or a value that is not known
 */
export function parseOptions(
	args: string[],
	environment: NodeJS.ProcessEnv,
	root: string
): Options | null {
	const given = readOptions(START, args, environment)?.values;
	if (!given) return null;
	const { PORTICO_MAIL_PORT, PORTICO_SMTP_PORT } = environment;
	return {
		port: given.port,
		directusPort: given['directus-port'],
		mailPort: readPort('PORTICO_MAIL_PORT', PORTICO_MAIL_PORT || MAIL_PORT),
		smtpPort: readPort('PORTICO_SMTP_PORT', PORTICO_SMTP_PORT || SMTP_PORT),
		data: path.resolve(root, given.data),
		demo: !given['no-demo'],
		email: given.email ?? null,
		password: given.password ?? null
	};
}
