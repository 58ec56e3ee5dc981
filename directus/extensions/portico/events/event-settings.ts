import { type Keys, keysOf } from '@portico/contract/webhook.ts';

/** Addresses that receive change events, and the keys that sign them. */
export interface Settings {
	urls: string[];
	keys: Keys;
}

/**
 * Reads PORTICO_EVENTS_URLS, addresses with commas between them, and PORTICO_EVENTS_SECRET; null without addresses.
 *
 * @throws with the name of the variable that is wrong
 */
export function readSettings(env: Record<string, unknown>): Settings | null {
	const urls = listed(env['PORTICO_EVENTS_URLS']);
	if (urls.length === 0) return null;

	for (const url of urls) {
		if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
			throw new Error(`PORTICO_EVENTS_URLS must be http or https addresses, not "${url}"`);
		}
	}
	try {
		return { urls, keys: keysOf(env['PORTICO_EVENTS_SECRET']) };
	} catch (cause) {
		// the secret itself goes into no log
		throw new Error('PORTICO_EVENTS_SECRET must be 32 bytes or more in base64', { cause });
	}
}

/** Directus has already made a list of a text with commas. */
function listed(value: unknown): string[] {
	const values: unknown[] = Array.isArray(value) ? value : text(value).split(',');
	return values.map((one) => text(one).trim()).filter((one) => one !== '');
}

/** Directus has made numbers of texts that look like one. */
function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
