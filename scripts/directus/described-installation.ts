import { fallbackOf } from '@portico/contract/environment-variables.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSecrets } from '../site/secrets.ts';
import type { Installation } from './environment.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An installation, with the values needed to set it up while it runs. */
export interface RunningInstallation extends Installation {
	/** Where Directus is reached from here. */
	url: string;
	/** The password of the demo people, if there are to be any. */
	demoPassword: string | null;
}

/**
 * The installation that these variables describe:
 *
 * - `PORTICO_DATA` (.portico), `PORTICO_DIRECTUS_HOST` (127.0.0.1) and `PORTICO_DIRECTUS_PORT` (8055);
 * - `DIRECTUS_URL`, where it is reached from here, and `APP_ORIGIN`, the address of the site;
 * - `SECRET`, `ADMIN_EMAIL`, `ADMIN_PASSWORD` and `DEMO_PASSWORD`, or with `_FILE` after the name a file that holds
 *   it; else the values that `npm start` keeps in the data folder.
 *
 * @throws an Error that names the variable that is missing
 */
export function describedInstallation(given: NodeJS.ProcessEnv): RunningInstallation {
	const dataFolder = path.resolve(root, given.PORTICO_DATA || fallbackOf('PORTICO_DATA'));
	const kept = readSecrets(dataFolder);
	const port = Number(given.PORTICO_DIRECTUS_PORT || fallbackOf('PORTICO_DIRECTUS_PORT'));
	const sitePort = given.PORTICO_PORT || fallbackOf('PORTICO_PORT');

	return {
		dataFolder,
		host: given.PORTICO_DIRECTUS_HOST || '127.0.0.1',
		port,
		url: given.DIRECTUS_URL || `http://127.0.0.1:${port}`,
		appOrigin: given.APP_ORIGIN || `http://localhost:${sitePort}`,
		smtp: null,
		// the set-up sends no events, unless the variables name receivers
		events: kept && { url: null, secret: kept.eventsSecret },
		secret: needed('SECRET', value(given, 'SECRET') ?? kept?.secret),
		admin: {
			email: needed('ADMIN_EMAIL', value(given, 'ADMIN_EMAIL') ?? kept?.adminEmail),
			password: needed('ADMIN_PASSWORD', value(given, 'ADMIN_PASSWORD') ?? kept?.adminPassword)
		},
		demoPassword: value(given, 'DEMO_PASSWORD') ?? kept?.demoPassword ?? null
	};
}

function value(given: NodeJS.ProcessEnv, name: string): string | null {
	const file = given[`${name}_FILE`];
	return given[name] || (file ? readFileSync(file, 'utf8').trim() : null);
}

function needed(name: string, found: string | undefined): string {
	if (found) return found;
	throw new Error(`${name} is not set, and there is no installation by npm start to take it from.`);
}
