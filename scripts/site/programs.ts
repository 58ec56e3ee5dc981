import path from 'node:path';
import type { Options } from './start-options.ts';
import type { Program } from './processes.ts';
import type { Secrets } from './secrets.ts';

/** Where programs listen and call each other; nothing under these commands is meant for other machines. */
export const HOST = '127.0.0.1';

/** Host name of this machine in URLs: passkeys belong to a name, never to an address. */
export const NAME = 'localhost';

/** Variables with secrets that only Directus may know. */
const SECRETS_OF_DIRECTUS = /^(SECRET|KEY|ADMIN_|DB_|AUTH_|EMAIL_|STORAGE_|LICENSE_)/;

/**
 * The built site as production runs it (app/Dockerfile): with room for young objects, of which every page makes many, so
 * that Node looks through them less often. Under load that takes 100 MB more of memory.
 */
export const BUILT_APP = ['--max-semi-space-size=64', 'server.js'];

/** The built site, or the one that Vite serves from its sources. */
export function app(
	root: string,
	options: Options,
	given: NodeJS.ProcessEnv,
	mode: 'built' | 'dev',
	{ eventsSecret, gatewayKeys }: Secrets
): Program {
	const vite = path.join(root, 'node_modules/vite/bin/vite.js');
	const listen = ['--host', HOST, '--port', String(options.port), '--strictPort'];
	return {
		name: 'The site',
		command: mode === 'built' ? BUILT_APP : [vite, 'dev', ...listen],
		cwd: path.join(root, 'app'),
		environment: {
			...without(given, SECRETS_OF_DIRECTUS),
			NODE_ENV: mode === 'built' ? 'production' : 'development',
			// both of its addresses
			HOST: NAME,
			PORT: String(options.port),
			APP_ORIGIN: siteOrigin(options, given),
			DIRECTUS_URL: `http://${HOST}:${options.directusPort}`,
			STUDIO_URL: given.STUDIO_URL || given.PUBLIC_URL || `http://${NAME}:${options.directusPort}`,
			PORTICO_EVENTS_SECRET: given.PORTICO_EVENTS_SECRET || eventsSecret,
			GATEWAY_KEYS: given.GATEWAY_KEYS || gatewayKeys
		},
		log: logFile(options, 'app')
	};
}

/** Takes every mail that Directus sends and shows it on a page; sends nothing on. */
export function mailCatcher(root: string, options: Options): Program {
	const settings = {
		'--ip': HOST,
		'--web': options.mailPort,
		'--smtp': options.smtpPort,
		'--mail-directory': path.join(options.data, 'mail')
	};
	return {
		name: 'The mail catcher',
		command: [
			path.join(root, 'node_modules/maildev/bin/maildev'),
			...Object.entries(settings).flat().map(String)
		],
		cwd: options.data,
		// its own variables could make it forward emails
		environment: without(process.env, /^MAILDEV_/),
		log: logFile(options, 'mail')
	};
}

/** The public URL; differs from our own where a proxy stands in front. */
export function siteOrigin({ port }: Options, given: NodeJS.ProcessEnv): string {
	return given.APP_ORIGIN || `http://${NAME}:${port}`;
}

/** URL at which the app itself, not a proxy in front of it, receives change events of Directus. */
export function eventsUrl({ port }: Options): string {
	return `http://${HOST}:${port}/hooks/directus`;
}

/** Where the output of a program of this name goes. */
export function logFile({ data }: Options, name: string): string {
	return path.join(data, 'logs', `${name}.log`);
}

function without(environment: NodeJS.ProcessEnv, names: RegExp): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.test(name)));
}
