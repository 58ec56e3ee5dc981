import { fallbackOf } from '../../contract/environment-variables.ts';
import type { Command, Values } from '../command/options.ts';

export const ENVIRONMENT = {
	start: 'npm run env:make --',
	about:
		'Writes .env for docker compose, with new secrets. In a terminal it asks for what is not given and matters.',
	options: {
		'site-host': {
			value: 'NAME',
			help: 'where people reach the site',
			otherwise: 'else localhost'
		},
		'studio-host': {
			value: 'NAME',
			help: 'where editors reach Studio',
			otherwise: 'else studio. before the other'
		},
		email: {
			value: 'ADDRESS',
			help: 'the first administrator',
			otherwise: "else admin@ the site's host"
		},
		'smtp-host': {
			value: 'NAME',
			help: 'the server that sends mails',
			otherwise: 'else, on this machine, a mail catcher'
		},
		'smtp-port': {
			value: 'PORT',
			help: 'its port',
			otherwise: `else ${fallbackOf('EMAIL_SMTP_PORT')}`
		},
		'smtp-user': {
			value: 'NAME',
			help: 'its user',
			otherwise: 'the password is asked for, or EMAIL_SMTP_PASSWORD'
		},
		'mail-from': {
			value: 'ADDRESS',
			help: 'the sender of mails',
			otherwise: "else no-reply@ the site's host"
		},
		'http-port': {
			value: 'PORT',
			help: 'of the site',
			otherwise: `else ${fallbackOf('HTTP_PORT')}`
		},
		'https-port': {
			value: 'PORT',
			help: 'of the site',
			otherwise: `else ${fallbackOf('HTTPS_PORT')}`
		},
		'mail-port': {
			value: 'PORT',
			help: "the mail catcher's page",
			otherwise: `else ${fallbackOf('MAIL_PORT')}`
		},
		demo: { help: 'demo articles and people' },
		file: { value: 'FILE', help: 'another file than .env' }
	},
	// an empty --smtp-user answers the question: none
	empty: 'kept'
} as const satisfies Command;

/** The decisions about an installation; the command prompts for missing ones, or uses the default. */
export type Options = Partial<Values<typeof ENVIRONMENT>>;
