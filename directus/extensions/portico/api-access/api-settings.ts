import { keysOf } from '@portico/contract/webhook.ts';
import { isCanonical } from './canonical-path.ts';
import { commaList } from '../comma-list.ts';

/** Callers that Directus' API answers. */
export interface Settings {
	/** `studio`: the app, and people with Studio access. `open`: anyone, with the rights that policies give. */
	api: 'studio' | 'open';
	/** Paths that are open to anyone; one that ends in `/*` stands for all below it. */
	paths: string[];
	/** Keys of the app's proofs. */
	secrets: Buffer[];
}

/**
 * Reads PORTICO_DIRECTUS_API, PORTICO_DIRECTUS_PATHS and PORTICO_EVENTS_SECRET.
 *
 * @throws with the name of the variable that is wrong
 */
export function readSettings(env: Record<string, unknown>): Settings {
	const api = env['PORTICO_DIRECTUS_API'] || 'studio';
	if (api !== 'studio' && api !== 'open') {
		throw new Error(`PORTICO_DIRECTUS_API must be studio or open, not ${JSON.stringify(api)}`);
	}
	const secrets = secretsIn(env['PORTICO_EVENTS_SECRET']);
	const paths = commaList(env['PORTICO_DIRECTUS_PATHS']);
	for (const path of paths) {
		if (!isCanonical(path) || /[?#]|\*.|[^/]\*$/.test(path) || /^\/\*?$/.test(path)) {
			throw new Error(
				`PORTICO_DIRECTUS_PATHS must be paths such as /flows/trigger/ID or /endpoint/*, not "${path}"`
			);
		}
	}
	if (api === 'open') return { api, paths, secrets };

	if (secrets.length === 0) {
		throw new Error(
			"PORTICO_EVENTS_SECRET must be set, the same as the app's: without it Directus cannot authenticate the app. Or open its API to anyone: PORTICO_DIRECTUS_API=open"
		);
	}
	if (env['WEBSOCKETS_ENABLED'] === true || env['WEBSOCKETS_ENABLED'] === 'true') {
		throw new Error(
			'WEBSOCKETS_ENABLED must be false: the API is closed, and WebSockets would bypass that. Or open it to anyone: PORTICO_DIRECTUS_API=open'
		);
	}
	return { api, paths, secrets };
}

/** None without a secret. @throws where it is no good secret; the secret itself goes into no log */
function secretsIn(value: unknown): Buffer[] {
	if (value === undefined || value === null || value === '') return [];
	try {
		return keysOf(value);
	} catch (cause) {
		throw new Error('PORTICO_EVENTS_SECRET must be 32 bytes or more in base64', { cause });
	}
}
