/** An environment variable that a program of the project reads. */
export interface Variable {
	name: string;
	/** Its purpose; a variable without one belongs to the variable before it. */
	about?: string;
	/** The value that counts where it is not set. */
	fallback?: string;
}

/** The variables of docker-compose.yml, in the order in which `npm run env:make` writes them. */
export const COMPOSE_VARIABLES = [
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
			'Signs every token; anyone who has it can act as any user. At least 32 bytes. A new one asks people in Studio to sign in again; sessions of members go on.'
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
			"Callers that Directus' API answers: the app and people with Studio access (studio), or anyone, with the rights that policies give (open). PORTICO_DIRECTUS_PATHS opens single paths to anyone, separated by commas: /flows/trigger/ID, or /endpoint/* with all paths below it. docs/operations.md lists the risks.",
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
			'dev also starts a mail catcher (EMAIL_SMTP_HOST=mail, EMAIL_SMTP_PORT=1025), whose page only this machine can reach; example also starts a service for the gateway (GATEWAY_SERVICES=echo=http://example:4000).',
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
		fallback: '5m'
	},
	{ name: 'REFRESH_TOKEN_TTL', fallback: '7d' },
	{ name: 'SESSION_MAX_AGE', fallback: '90d' },
	{
		name: 'RATE_LIMIT_PER_ADDRESS',
		about:
			'Limits per minute: sign-ins from one address, failures for one account from one address, registrations from one address.',
		fallback: '30'
	},
	{ name: 'RATE_LIMIT_PER_ACCOUNT', fallback: '10' },
	{ name: 'RATE_LIMIT_SIGNUP', fallback: '5' },
	{
		name: 'GATEWAY_SERVICES',
		about:
			'Services that members reach under /gateway/NAME, with spaces between, such as billing=https://billing.internal;methods=GET,POST;body=1G. GATEWAY_KEYS signs their tokens: npm run keys:rotate makes the next key. docs/operations.md explains both.',
		fallback: ''
	},
	{ name: 'GATEWAY_KEYS', fallback: '' },
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
	{ name: 'MAIL_IMAGE', fallback: 'portico-mail' },
	{ name: 'EXAMPLE_IMAGE', fallback: 'portico-example' }
] as const satisfies readonly Variable[];

/** Read by app/server.js and adapter-node before the code of the app runs. */
export const SERVER_VARIABLES = [
	{
		name: 'HOST',
		about: 'Address and port that the app listens on; localhost stands for 127.0.0.1 and ::1.',
		fallback: 'localhost'
	},
	{ name: 'PORT', fallback: '3000' },
	{
		name: 'ADDRESS_HEADER',
		about: 'The header in which the proxy passes the client address, and the number of proxies.'
	},
	{ name: 'XFF_DEPTH', fallback: '1' },
	{
		name: 'BODY_SIZE_LIMIT',
		about:
			'Largest accepted request body: an avatar and the fields beside it. Other forms may have 512 KiB.',
		fallback: '2304K'
	},
	{
		name: 'DRAIN_SECONDS',
		about: 'How long it accepts requests after SIGTERM, until the proxy has noticed.',
		fallback: '0'
	}
] as const satisfies readonly Variable[];

/** Read by the app (src/env.ts) besides the variables of docker-compose.yml. */
export const APP_VARIABLES = [
	{
		name: 'APP_ORIGIN',
		about: 'The address people type, such as https://example.org. Plain http only on loopback.'
	},
	{
		name: 'DIRECTUS_URL',
		about: 'Where the server reaches Directus, such as http://directus:8055.'
	},
	{
		name: 'STUDIO_URL',
		about:
			'Where people reach Directus Studio, such as https://studio.example.org. Without it, no page links there.'
	},
	{
		name: 'REDIS_URL',
		about:
			'The Redis server for state that replicas of the app share, such as redis://redis:6379. A single process needs none.'
	},
	{
		name: 'PORTICO_METRICS_PORT',
		about:
			'The port that shows metrics to Prometheus, at /metrics, such as 9464; none without it, and under npm run dev. Not for the public.'
	},
	{
		name: 'REQUEST_ID_HEADER',
		about:
			'The header in which the proxy in front sends the id of each request, such as x-request-id. Set it only if that proxy overwrites the header; without it the app generates the ids.'
	},
	{
		name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
		about:
			'Where traces go by OTLP over HTTP, such as http://collector:4318; nowhere without it. The other standard variables of the exporter (OTEL_EXPORTER_OTLP_…), OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES count too.'
	},
	{
		name: 'OTEL_TRACES_SAMPLER_ARG',
		about: 'The share of requests that is traced, from 0 to 1.'
	}
] as const satisfies readonly Variable[];

/** SESSION_REFRESH_GRACE_PERIOD in seconds: Directus answers for a spent refresh token, and the app keeps its successor. */
export const GRACE_SECONDS = 60;

/** Read by the extension and by the set-up of Directus besides Directus' own variables. */
export const DIRECTUS_VARIABLES = [
	{
		name: 'PORTICO_EVENTS_URLS',
		about:
			'URLs that receive events about changes, separated by commas. With Redis one replica of the app is enough: it passes them on.',
		fallback: 'http://127.0.0.1:3000/hooks/directus'
	},
	{
		name: 'SESSION_REFRESH_GRACE_PERIOD',
		about: 'How long a refresh token can be used again; it returns the same successor.',
		fallback: `${GRACE_SECONDS}s`
	}
] as const satisfies readonly Variable[];

/** Read by npm start, and by the commands that look for its installation. */
export const START_VARIABLES = [
	{
		name: 'PORTICO_DATA',
		about: 'The folder of the installation: database, uploads, secrets.',
		fallback: '.portico'
	},
	{
		name: 'PORTICO_PORT',
		about:
			"The ports of the site, of Directus with Studio, of the mail catcher's page, and of the mail catcher.",
		fallback: '3000'
	},
	{ name: 'PORTICO_DIRECTUS_PORT', fallback: '8055' },
	{ name: 'PORTICO_MAIL_PORT', fallback: '1080' },
	{ name: 'PORTICO_SMTP_PORT', fallback: '1025' }
] as const satisfies readonly Variable[];

const ALL = [
	...COMPOSE_VARIABLES,
	...SERVER_VARIABLES,
	...APP_VARIABLES,
	...DIRECTUS_VARIABLES,
	...START_VARIABLES
] as const;
type Declared = (typeof ALL)[number];
type WithFallback = Extract<Declared, { fallback: string }>['name'];

/** The purpose of a variable, in a sentence. */
export function purposeOf(name: Declared['name']): string {
	const at = ALL.findIndex((variable) => variable.name === name);
	const group = ALL.slice(0, at + 1).findLast((variable: Variable) => variable.about !== undefined);
	return (group as Variable | undefined)?.about ?? '';
}

/** The value of a variable that is not set. */
export function fallbackOf(name: WithFallback): string {
	return (ALL.find((variable) => variable.name === name) as Variable | undefined)?.fallback ?? '';
}
