import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { fallbackOf } from '@portico/contract/environment-variables.ts';
import { isLoopback as isLoopbackHost } from '@portico/contract/network.ts';
import type { Gateway } from './checks/gateway-check.ts';
import { UserError } from '../site/user-error.ts';
import { readSecrets } from '../site/secrets.ts';
import type { Options } from './doctor-options.ts';

/** Credentials of an administrator. */
export type Credentials =
	{ kind: 'password'; email: string; password: string | null } | { kind: 'token'; token: string };

/** The installation to examine, with its known settings. */
export interface Installation {
	/** Origins, without a slash at the end. */
	siteUrl: string;
	directusUrl: string;
	/** Null where they have to be prompted for. */
	credentials: Credentials | null;
	/** The page of the mail catcher, where `npm start` or docker compose runs one. */
	mailCatcherUrl: string | null;
	/** Directus' SECRET and the demo people's password, where this machine keeps them. */
	secret: string | null;
	demoPassword: string | null;
	gateway: Gateway;
	/** Human-readable source of these settings. */
	source: string;
	/** How roles, policies and settings are put back there. */
	accessCommand: string;
}

type Variables = Record<string, string | undefined>;

/**
 * Finds the installation: from options, then the environment, then `.env` in the project's folder, then the data folder
 * of `npm start`.
 *
 * @throws UserError where an address is missing or is none
 */
export function findInstallation(
	options: Options,
	environment: Variables,
	root: string
): Installation {
	const dataFolder = options.data ?? (environment.PORTICO_DATA || null);
	const dotEnv = dataFolder === null ? readDotEnv(root) : null;
	if (dotEnv && isSameSite(options.url, dotEnv.APP_ORIGIN)) {
		const found = described(options, { ...dotEnv, ...present(environment) }, '.env');
		return {
			...found,
			mailCatcherUrl: mailCatcher(dotEnv),
			accessCommand: 'docker compose run --rm set-up'
		};
	}
	if (options.url !== undefined && !isLoopback(options.url)) {
		return described(options, present(environment), 'the command line');
	}
	return startedHere(
		options,
		environment,
		path.resolve(root, dataFolder ?? fallbackOf('PORTICO_DATA'))
	);
}

function readDotEnv(root: string): Variables | null {
	const file = path.join(root, '.env');
	if (!existsSync(file)) return null;
	const variables = present(parseEnv(readFileSync(file, 'utf8')));
	const { SITE_HOST, STUDIO_HOST, HTTPS_PORT } = variables;
	// as docker-compose.yml puts them together
	const suffix = HTTPS_PORT ? `:${HTTPS_PORT}` : '';
	return {
		...(SITE_HOST && { APP_ORIGIN: `https://${SITE_HOST}${suffix}` }),
		...(STUDIO_HOST && { STUDIO_URL: `https://${STUDIO_HOST}${suffix}` }),
		...variables
	};
}

/** The page of the mail catcher beside the containers, if mails go there. */
function mailCatcher({ EMAIL_SMTP_HOST, MAIL_PORT }: Variables): string | null {
	return EMAIL_SMTP_HOST === 'mail'
		? `http://localhost:${MAIL_PORT || fallbackOf('MAIL_PORT')}`
		: null;
}

/** Whether these variables are about the given site, or none was given. */
function isSameSite(url: string | undefined, itsOrigin: string | undefined): boolean {
	return url === undefined || URL.parse(url)?.origin === URL.parse(itsOrigin ?? '')?.origin;
}

/** An installation that these variables describe. */
function described(options: Options, variables: Variables, source: string): Installation {
	const given = options.url ?? variables.APP_ORIGIN;
	if (!given) throw new UserError('The address of the site is unknown.', 'Name it: --url URL');
	const siteUrl = origin('--url', given);
	const { STUDIO_URL, PUBLIC_URL } = variables;
	const directusUrl = options['directus-url'] ?? STUDIO_URL ?? PUBLIC_URL;
	if (!directusUrl) {
		throw new UserError('The address of its Directus is unknown.', 'Name it: --directus-url URL');
	}
	return {
		siteUrl,
		directusUrl: address('--directus-url', directusUrl),
		credentials: credentialsIn(options, variables),
		mailCatcherUrl: null,
		secret: variables.SECRET ?? null,
		demoPassword: variables.DEMO_PASSWORD ?? null,
		gateway: {
			services: variables.GATEWAY_SERVICES ?? null,
			keys: variables.GATEWAY_KEYS ?? null
		},
		source,
		accessCommand: isLoopback(directusUrl)
			? 'npm run access'
			: `DIRECTUS_URL=${directusUrl} npm run access`
	};
}

/** The installation of `npm start`, at the ports that it would take with the same environment. */
function startedHere(options: Options, environment: Variables, data: string): Installation {
	const kept = readSecrets(data);
	const addressAt = (name: 'PORTICO_PORT' | 'PORTICO_DIRECTUS_PORT' | 'PORTICO_MAIL_PORT') =>
		`http://localhost:${environment[name] || fallbackOf(name)}`;
	const found = described(
		options,
		{
			APP_ORIGIN: addressAt('PORTICO_PORT'),
			STUDIO_URL: addressAt('PORTICO_DIRECTUS_PORT'),
			SECRET: kept?.secret,
			DEMO_PASSWORD: kept?.demoPassword,
			ADMIN_EMAIL: kept?.adminEmail,
			ADMIN_PASSWORD: kept?.adminPassword,
			GATEWAY_KEYS: kept?.gatewayKeys,
			...present(environment)
		},
		path.relative(process.cwd(), data) || data
	);
	return { ...found, mailCatcherUrl: addressAt('PORTICO_MAIL_PORT') };
}

function credentialsIn(options: Options, variables: Variables): Credentials | null {
	const token = options.token ?? (options.email ? null : variables.ADMIN_TOKEN || null);
	if (token) return { kind: 'token', token };
	const email = options.email ?? (variables.ADMIN_EMAIL || null);
	if (!email) return null;
	// the password that is kept is that of the address that is kept
	const isKept = !options.email || options.email === variables.ADMIN_EMAIL;
	const password = options.password ?? ((isKept && variables.ADMIN_PASSWORD) || null);
	return { kind: 'password', email, password };
}

/** Whether an address leads to this machine. */
export function isLoopback(url: string): boolean {
	return isLoopbackHost(URL.parse(url)?.hostname ?? '');
}

function origin(name: string, value: string): string {
	const url = new URL(address(name, value));
	if (url.pathname !== '/' || url.search) {
		throw new UserError(`${name} must be an address without a path, not "${value}".`);
	}
	return url.origin;
}

function address(name: string, value: string): string {
	const url = URL.parse(value);
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new UserError(`${name} must be an http or https address, not "${value}".`);
	}
	return url.href.replace(/\/$/, '');
}

/** Compose files write empty values for variables that are not set. */
function present(variables: Variables): Variables {
	return Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
}
