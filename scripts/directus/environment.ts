import { fallbackOf } from '@portico/contract/environment-variables.ts';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LARGEST_SIDE } from '@portico/contract/pictures.ts';
import { ownTables } from '../../directus/extensions/portico/migrations/tables.ts';

const directusFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../directus');
/** A URL, since spaces in a path would part it. */
const DATE_FNS_FORMAT = new URL('date-fns-format.js', import.meta.url).href;

/** One installation of Directus: its data folder, its addresses, its accounts. */
export interface Installation {
	/** Absolute path; the database, the uploads and temporary files lie below it. */
	dataFolder: string;
	/** Where Directus listens. */
	host: string;
	port: number;
	/** Public URL of Studio; `http://host:port` (`localhost` for 127.0.0.1) unless a proxy stands in front. */
	publicUrl?: string;
	/** Where the site is reached: mails link to it. */
	appOrigin: string;
	/** Signs every token; at least 32 bytes, the same on every replica. */
	secret: string;
	/** The first administrator, made when the database is empty. */
	admin: { email: string; password: string };
	/** The server that takes mails, or null where mails are not sent. */
	smtp: { host: string; port: number } | null;
	/** URL at which the app receives change events, null for none; and the secret shared by app and Directus. */
	events: { url: string | null; secret: string } | null;
}

/**
 * The whole environment Directus runs with. The variables in `given` (the user's own) win, group by group where
 * values belong together: `DB_HOST` alone leaves our whole database out.
 */
export function directusEnvironment(
	installation: Installation,
	given: NodeJS.ProcessEnv = process.env
): Record<string, string> {
	const chosen = present(given);
	// the app's alone
	delete chosen.GATEWAY_KEYS;
	const refreshTokenLifetime = chosen.REFRESH_TOKEN_TTL ?? fallbackOf('REFRESH_TOKEN_TTL');
	const [ownUrl, ...otherNames] = ownUrls(installation);
	const publicUrl = chosen.PUBLIC_URL ?? installation.publicUrl ?? ownUrl;

	const defaults = {
		SECRET: installation.secret,
		ADMIN_EMAIL: installation.admin.email,
		ADMIN_PASSWORD: installation.admin.password,
		PUBLIC_URL: publicUrl,
		...defaultsUnlessChosen(chosen, /^DB_(?!EXCLUDE_TABLES)/, database(installation.dataFolder)),
		...defaultsUnlessChosen(chosen, /^STORAGE_/, storage(installation.dataFolder)),
		...defaultsUnlessChosen(chosen, /^EMAIL_(TRANSPORT|SMTP_)/, mailServer(installation.smtp)),
		...defaultsUnlessChosen(chosen, /^REDIS(_|$)/, { REDIS_ENABLED: 'false' }),
		...eventReceivers(installation.events),
		...places(installation.dataFolder),
		...sessions(refreshTokenLifetime, publicUrl),
		...linksToTheSite(installation.appOrigin),
		...limits(chosen.RATE_LIMIT_SIGNUP ?? '5'),
		// The proxy in front of Studio, if there is one; Directus' default would believe any caller. The app proves itself
		IP_TRUST_PROXY: [ownUrl, ...otherNames].includes(publicUrl) ? 'false' : '1',
		...assets,
		...outbound,
		...batches,
		...model,
		...log,
		...disabledFeatures
	};

	return {
		...withoutFileTwins(defaults, chosen),
		...withDirectusNames(chosen),
		DB_EXCLUDE_TABLES: excludedTables(chosen.DB_EXCLUDE_TABLES),
		HOST: installation.host,
		PORT: String(installation.port),
		NODE_ENV: 'production',
		NODE_OPTIONS: `${chosen.NODE_OPTIONS ?? ''} --import=${DATE_FNS_FORMAT}`.trim(),
		// A configuration file would win over every variable here, and `.env` in the working folder is its default
		CONFIG_PATH: path.join(installation.dataFolder, 'no-configuration-file')
	};
}

/** How Directus is reached without a proxy, first as people do. */
function ownUrls({ host, port }: Installation): [string, ...string[]] {
	const url = `http://${host}:${port}`;
	return host === '127.0.0.1' ? [`http://localhost:${port}`, url] : [url];
}

/** The folder Directus runs in, so that nothing it takes as relative falls into a developer's checkout. */
export function workingFolder(environment: Record<string, string>): string {
	if (!environment.CONFIG_PATH) throw new Error('not an environment made by directusEnvironment');
	return path.dirname(environment.CONFIG_PATH);
}

function database(dataFolder: string) {
	return { DB_CLIENT: 'sqlite3', DB_FILENAME: path.join(dataFolder, 'directus.db') };
}

/** Tables that Directus neither shows nor serves, not even to administrators: Directus' own default, and ours. */
function excludedTables(chosen = 'spatial_ref_sys,sysdiagrams'): string {
	return [...chosen.split(','), ...ownTables].join(',');
}

function storage(dataFolder: string) {
	return {
		STORAGE_LOCATIONS: 'local',
		STORAGE_LOCAL_DRIVER: 'local',
		STORAGE_LOCAL_ROOT: path.join(dataFolder, 'uploads')
	};
}

function mailServer(smtp: Installation['smtp']): Record<string, string> {
	if (!smtp) return {};
	return {
		EMAIL_TRANSPORT: 'smtp',
		EMAIL_SMTP_HOST: smtp.host,
		EMAIL_SMTP_PORT: String(smtp.port),
		EMAIL_SMTP_SECURE: 'false',
		EMAIL_SMTP_IGNORE_TLS: 'true',
		// The mail catcher may start after Directus
		EMAIL_VERIFY_SETUP: 'false'
	};
}

function eventReceivers(events: Installation['events']): Record<string, string> {
	if (!events) return {};
	return {
		...(events.url && { PORTICO_EVENTS_URLS: events.url }),
		PORTICO_EVENTS_SECRET: events.secret
	};
}

function places(dataFolder: string) {
	return {
		EXTENSIONS_PATH: path.join(directusFolder, 'extensions'),
		// Without it a broken extension is a warning, and the rules in its hooks are silently gone
		EXTENSIONS_MUST_LOAD: 'true',
		// Extensions published on npm are found among the dependencies of this package
		PACKAGE_FILE_LOCATION: directusFolder,
		EMAIL_TEMPLATES_PATH: path.join(directusFolder, 'templates'),
		TEMP_PATH: path.join(dataFolder, 'temporary')
	};
}

function sessions(refreshTokenLifetime: string, publicUrl: string) {
	const secure = String(publicUrl.startsWith('https:'));
	return {
		ACCESS_TOKEN_TTL: fallbackOf('ACCESS_TOKEN_TTL'),
		REFRESH_TOKEN_TTL: refreshTokenLifetime,
		// Our sessions are Directus' session mode, whose idle lifetime has this name
		SESSION_COOKIE_TTL: refreshTokenLifetime,
		SESSION_COOKIE_SECURE: secure,
		REFRESH_TOKEN_COOKIE_SECURE: secure,
		SESSION_REFRESH_GRACE_PERIOD: fallbackOf('SESSION_REFRESH_GRACE_PERIOD'),
		// OWASP's parameters for argon2id: a quarter of the time Directus' own take
		HASH_MEMORY_COST: '19456',
		HASH_TIME_COST: '2',
		HASH_PARALLELISM: '1',
		// Hashing and SQLite share these threads; with Node's 4 a few sign-ins stop all reading
		UV_THREADPOOL_SIZE: '16'
	};
}

/** Mails may be requested for these pages only. The first address of the second list counts as the site's. */
function linksToTheSite(appOrigin: string) {
	return {
		PASSWORD_RESET_URL_ALLOW_LIST: `${appOrigin}/reset-password`,
		USER_REGISTER_URL_ALLOW_LIST: `${appOrigin}/verify-email`
	};
}

function limits(signUpsPerMinute: string) {
	return {
		RATE_LIMITER_REGISTRATION_POINTS: signUpsPerMinute,
		RATE_LIMITER_REGISTRATION_DURATION: '60',
		PRESSURE_LIMITER_RETRY_AFTER: '1',
		SERVER_SHUTDOWN_TIMEOUT: '10000'
	};
}

const assets = {
	// Without it a file that the browser has cached is sent again, despite If-None-Match
	ASSETS_CACHE_REVALIDATE: 'true',
	ASSETS_TRANSFORM_IMAGE_MAX_DIMENSION: String(LARGEST_SIDE)
};

const batches = {
	// each row of a change costs Directus some milliseconds; more rows than Studio shows on a page take several requests
	MAX_BATCH_MUTATION: '1000'
};

const model = {
	// else Directus copies the whole model for each request, which is a fifth to a quarter of the CPU time of a small one. An
	// extension of others that changes the copy needs it: such an installation sets this to false
	CACHE_SCHEMA_FREEZE_ENABLED: 'true'
};

/** A file by its address, or a flow's request, reaches no server behind the site: this machine, its networks, a cloud's. */
const outbound = {
	IMPORT_IP_DENY_LIST: [
		// to Directus: all addresses that this machine has
		'0.0.0.0',
		// the kernel takes these for this machine too
		'0.0.0.0/8',
		'127.0.0.0/8',
		'10.0.0.0/8',
		'100.64.0.0/10',
		'169.254.0.0/16',
		'172.16.0.0/12',
		'192.168.0.0/16',
		'::/128',
		'::1/128',
		'fc00::/7',
		'fe80::/10'
	].join(',')
};

const log = {
	// JSON lines as the app's, with the name that the app gave each request
	LOG_STYLE: 'raw'
};

/** Turns off features that are not used. */
const disabledFeatures = {
	CORS_ENABLED: 'false',
	GRAPHQL_INTROSPECTION: 'false',
	OPENAPI_ENABLED: 'false',
	MCP_ENABLED: 'false',
	AI_ENABLED: 'false',
	TELEMETRY: 'false',
	// its default; the extension refuses queries that leak over REST and GraphQL, not here
	WEBSOCKETS_ENABLED: 'false'
};

/**
 * Compose files write `NAME: ${NAME:-}`: an empty value is one that was not given. REDIS_IMAGE is for them alone,
 * and Directus would take it for a Redis to connect to.
 */
function present(given: NodeJS.ProcessEnv): Record<string, string> {
	const entries = Object.entries(given).filter(
		(entry): entry is [string, string] => !!entry[1] && entry[0] !== 'REDIS_IMAGE'
	);
	return Object.fromEntries(entries);
}

function defaultsUnlessChosen(
	chosen: Record<string, string>,
	group: RegExp,
	defaults: Record<string, string>
) {
	return Object.keys(chosen).some((name) => group.test(name)) ? {} : defaults;
}

/** `SECRET_FILE=/run/secrets/secret` takes the place of SECRET, which would else be given twice. */
function withoutFileTwins(defaults: Record<string, string>, chosen: Record<string, string>) {
	return Object.fromEntries(
		Object.entries(defaults).filter(([name]) => !(`${name}_FILE` in chosen))
	);
}

/** `REDIS_URL`, as the app calls it, is `REDIS` to Directus, which takes any other name with REDIS_ for a setting. */
function withDirectusNames(chosen: Record<string, string>): Record<string, string> {
	const { REDIS_URL: redis, ...others } = chosen;
	if (!redis) return others;
	return {
		REDIS: redis,
		CACHE_STORE: 'redis',
		RATE_LIMITER_STORE: 'redis',
		SYNCHRONIZATION_STORE: 'redis',
		...others
	};
}
