import { DEFAULTS } from '@portico/contract/defaults.ts';
import { randomBytes } from 'node:crypto';
import { newSecrets } from '../site/secrets.ts';
import { type Installation, isLocal } from './decisions.ts';

/** A variable that docker-compose.yml reads. */
export interface Variable {
	name: string;
	/** What it is for, as a comment in the file. */
	about?: string;
	/** What holds where it is not set, as it is shown in the file. */
	fallback?: string;
}

/** All that docker-compose.yml reads, in the order of the file; a variable without `about` belongs to the one before. */
export const VARIABLES: Variable[] = [
	{ name: 'SITE_HOST', about: 'Host names of the site and of Studio.' },
	{ name: 'STUDIO_HOST' },
	{
		name: 'HTTP_PORT',
		about: 'The ports of the proxy on this machine. Plain http redirects to https.',
		fallback: '80'
	},
	{ name: 'HTTPS_PORT', fallback: '443' },
	{
		name: 'SECRET',
		about:
			'Signs every token; anyone who has it can act as any user. At least 32 bytes. A new one signs everybody out.'
	},
	{
		name: 'DB_PASSWORD',
		about: 'Password of the PostgreSQL user, set at the first start.'
	},
	{
		name: 'PORTICO_EVENTS_SECRET',
		about:
			'Signs events from Directus to the app, proves to Directus that a call comes from the app, and encrypts form input that is kept across a sign-in.'
	},
	{
		name: 'PORTICO_DIRECTUS_API',
		about:
			"Whom Directus' own address answers: the app and people with Studio access (studio), or everybody with the rights that policies give (open). Single paths for everybody, with commas between: /flows/trigger/ID, or /endpoint/* with all below it. docs/operations.md says what each costs.",
		fallback: 'studio'
	},
	{ name: 'PORTICO_DIRECTUS_PATHS', fallback: '' },
	{
		name: 'ADMIN_EMAIL',
		about:
			'Credentials of the first administrator, created in an empty database. Change them in Studio later.'
	},
	{ name: 'ADMIN_PASSWORD' },
	{
		name: 'LICENSE_KEY',
		about:
			'License of Directus 12: a key, or a token where its license server cannot be reached. Directus 11 needs none.',
		fallback: ''
	},
	{ name: 'LICENSE_TOKEN', fallback: '' },
	{
		name: 'DEMO_PASSWORD',
		about:
			'Password of the demo accounts. If set, a site without content gets demo accounts and articles. Not for production.',
		fallback: ''
	},
	{
		name: 'EMAIL_SMTP_HOST',
		about: 'Mail server (SMTP). Without one, nobody can reset a password or confirm an address.',
		fallback: 'smtp.example.org'
	},
	{ name: 'EMAIL_SMTP_PORT', fallback: '587' },
	{
		name: 'EMAIL_SMTP_SECURE',
		about: 'Implicit TLS (port 465). Otherwise STARTTLS is used if the server offers it.',
		fallback: 'false'
	},
	{
		name: 'EMAIL_SMTP_IGNORE_TLS',
		about: 'Never use TLS, for a server in a private network.',
		fallback: 'false'
	},
	{ name: 'EMAIL_SMTP_USER', about: 'User name and password for the mail server.', fallback: '' },
	{ name: 'EMAIL_SMTP_PASSWORD', fallback: '' },
	{ name: 'EMAIL_FROM', about: 'Sender address of emails.', fallback: 'no-reply@example.com' },
	{
		name: 'COMPOSE_PROFILES',
		about:
			'dev also starts a mail catcher (EMAIL_SMTP_HOST=mail, EMAIL_SMTP_PORT=1025), whose page only this machine can reach.',
		fallback: 'dev'
	},
	{ name: 'MAIL_PORT', fallback: '1080' },
	{
		name: 'APP_REPLICAS',
		about: 'Number of replicas of the app and of Directus.',
		fallback: '1'
	},
	{ name: 'DIRECTUS_REPLICAS', fallback: '1' },
	{
		name: 'ACCESS_TOKEN_TTL',
		about: 'Lifetimes of an access token, of an idle session, and of a session at most.',
		fallback: DEFAULTS.ACCESS_TOKEN_TTL
	},
	{ name: 'REFRESH_TOKEN_TTL', fallback: DEFAULTS.REFRESH_TOKEN_TTL },
	{ name: 'SESSION_MAX_AGE', fallback: '90d' },
	{
		name: 'RATE_LIMIT_PER_ADDRESS',
		about:
			'Limits per minute: sign-ins from one address, failures for one account from one address, registrations from one address.',
		fallback: DEFAULTS.RATE_LIMIT_PER_ADDRESS
	},
	{ name: 'RATE_LIMIT_PER_ACCOUNT', fallback: DEFAULTS.RATE_LIMIT_PER_ACCOUNT },
	{ name: 'RATE_LIMIT_SIGNUP', fallback: DEFAULTS.RATE_LIMIT_SIGNUP },
	{ name: 'LOG_LEVEL', about: 'trace, debug, info, warn, error or silent.', fallback: 'info' },
	{
		name: 'NODE_IMAGE',
		about: 'Base images, for instance from your own registry.',
		fallback: 'node:22.23.2-bookworm-slim'
	},
	{ name: 'POSTGRES_IMAGE', fallback: 'postgres:17.6' },
	{ name: 'REDIS_IMAGE', fallback: 'redis:7.4.5' },
	{ name: 'CADDY_IMAGE', fallback: 'caddy:2.11.3' },
	{
		name: 'APP_IMAGE',
		about: 'Names of the images that are built here.',
		fallback: 'portico-app'
	},
	{ name: 'DIRECTUS_IMAGE', fallback: 'portico-directus' },
	{ name: 'PROXY_IMAGE', fallback: 'portico-proxy' },
	{ name: 'MAIL_IMAGE', fallback: 'portico-mail' }
];

/** What is set for an installation, with secrets of its own; the rest keeps its fallbacks. */
export function valuesFor(installation: Installation): Map<string, string> {
	const { secret, adminPassword, demoPassword, eventsSecret } = newSecrets();
	const { siteHost, studioHost, email, mailFrom, httpPort, httpsPort, mailPort, demo } =
		installation;
	const values = {
		SITE_HOST: siteHost,
		STUDIO_HOST: studioHost,
		HTTP_PORT: httpPort,
		HTTPS_PORT: httpsPort,
		MAIL_PORT: mailPort,
		SECRET: secret,
		DB_PASSWORD: randomBytes(24).toString('base64url'),
		PORTICO_EVENTS_SECRET: eventsSecret,
		ADMIN_EMAIL: email,
		ADMIN_PASSWORD: adminPassword,
		DEMO_PASSWORD: demo ? demoPassword : null,
		EMAIL_FROM: mailFrom,
		...mailValues(installation)
	};
	return new Map(
		Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null)
	);
}

function mailValues({ mailServer, siteHost }: Installation): Record<string, string> {
	if (mailServer) {
		const { host, port, account } = mailServer;
		return {
			EMAIL_SMTP_HOST: host,
			EMAIL_SMTP_PORT: port,
			EMAIL_SMTP_SECURE: String(port === '465'),
			...(account && { EMAIL_SMTP_USER: account.user, EMAIL_SMTP_PASSWORD: account.password })
		};
	}
	if (!isLocal(siteHost)) return {};
	return {
		EMAIL_SMTP_HOST: 'mail',
		EMAIL_SMTP_PORT: '1025',
		EMAIL_SMTP_IGNORE_TLS: 'true',
		COMPOSE_PROFILES: 'dev'
	};
}
