import { fallbackOf } from '../../contract/environment-variables.ts';
import { UserError } from '../site/user-error.ts';
import type { Options } from './environment-options.ts';

/** Decisions about an installation. */
export interface Installation {
	siteHost: string;
	studioHost: string;
	/** The first administrator. */
	email: string;
	/** Null where there is none: then mails are not sent, or caught on this machine. */
	mailServer: MailServer | null;
	mailFrom: string;
	/** Null where they are the usual ones. */
	httpPort: string | null;
	httpsPort: string | null;
	mailPort: string | null;
	demo: boolean;
}

interface MailServer {
	host: string;
	port: string;
	/** Null if the mail server accepts emails without credentials. */
	account: { user: string; password: string } | null;
}

/** Prompts for a value: an empty input, or no terminal, stands for the fallback. */
export interface Prompt {
	text(question: string, fallback: string): Promise<string>;
	/** Hides the input; empty without a terminal. */
	secret(question: string): Promise<string>;
}

const HOST_NAME =
	/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const ADDRESS = /^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>.]+$/;
const LAST_LABEL_IS_A_NUMBER = /(^|\.)\d+$/;

/** Whether the name leads to the machine it is used on. */
export function isLocal(host: string): boolean {
	return host === 'localhost' || host.endsWith('.localhost');
}

/**
 * Prompts for the decisions that the options leave open.
 *
 * @throws UserError naming the value that cannot be right
 */
export async function decide(options: Options, prompt: Prompt): Promise<Installation> {
	const siteHost = hostName(
		'--site-host',
		options['site-host'] ?? (await prompt.text('Host name of the site', 'localhost'))
	);
	const studioHost = hostName(
		'--studio-host',
		options['studio-host'] ??
			(await prompt.text('Host name of Studio', `studio.${siteHost.replace(/^www\./, '')}`))
	);
	if (studioHost === siteHost) {
		throw new UserError(
			'Site and Studio need a host name each.',
			'Choose another with --studio-host.'
		);
	}
	// Directus takes no address without a dot
	const domain = isLocal(siteHost) ? 'example.com' : siteHost.replace(/^www\./, '');
	const email = address(
		'--email',
		options.email ?? (await prompt.text("The administrator's email address", `admin@${domain}`))
	);

	return {
		siteHost,
		studioHost,
		email,
		mailServer: await mailServer(options, siteHost, prompt),
		mailFrom: address('--mail-from', options['mail-from'] ?? `no-reply@${domain}`),
		httpPort: port('--http-port', options['http-port'], fallbackOf('HTTP_PORT')),
		httpsPort: port('--https-port', options['https-port'], fallbackOf('HTTPS_PORT')),
		mailPort: port('--mail-port', options['mail-port'], fallbackOf('MAIL_PORT')),
		demo: options.demo ?? false
	};
}

async function mailServer(
	options: Options,
	siteHost: string,
	prompt: Prompt
): Promise<MailServer | null> {
	const none = isLocal(siteHost) ? 'none: emails are caught here' : 'none';
	const given = options['smtp-host'] ?? (await prompt.text('Mail server', none));
	if (given === none) {
		const useless = (['smtp-port', 'smtp-user'] as const).find(
			(name) => options[name] !== undefined
		);
		if (useless) throw new UserError(`--${useless} needs --smtp-host.`);
		return null;
	}
	const host = hostName('--smtp-host', given);
	const user = options['smtp-user'] ?? (await prompt.text('Its user name', ''));
	return {
		host,
		port: port('--smtp-port', options['smtp-port'], null) ?? '587',
		account: user ? { user, password: await mailPassword(prompt) } : null
	};
}

async function mailPassword(prompt: Prompt): Promise<string> {
	const password = await prompt.secret('Its password');
	if (password) return password;
	throw new UserError(
		'--smtp-user needs a password.',
		'Set EMAIL_SMTP_PASSWORD, or answer in a terminal: options can be seen by others.'
	);
}

function hostName(option: string, value: string): string {
	const name = value.trim().toLowerCase();
	if (HOST_NAME.test(name) && !LAST_LABEL_IS_A_NUMBER.test(name)) return name;
	throw new UserError(
		`${option} must be a host name such as example.org, not "${value}".`,
		'It has neither https:// before it nor a port or path after it, and is no IP address.'
	);
}

function address(option: string, value: string): string {
	if (ADDRESS.test(value)) return value;
	throw new UserError(`${option} must be an email address, not "${value}".`);
}

/** Null where it is the usual one. */
function port(option: string, value: string | undefined, usual: string | null): string | null {
	if (value === undefined || value === usual) return null;
	if (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535) return value;
	throw new UserError(`${option} must be a port from 1 to 65535, not "${value}".`);
}
