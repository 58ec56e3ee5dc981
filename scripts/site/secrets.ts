import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gatewayKeysText, newGatewayKey } from '../../contract/gateway.ts';
import { isSystemError, replaceFile } from './files.ts';
import { UserError } from './user-error.ts';

/** Secrets of one installation. */
export interface Secrets {
	/** Signs Directus' tokens. */
	secret: string;
	adminEmail: string;
	adminPassword: string;
	/** Opens the accounts of the demo people. */
	demoPassword: string;
	/** Signs the events from Directus to the app. */
	eventsSecret: string;
	/** Sign the tokens of the gateway, as GATEWAY_KEYS. */
	gatewayKeys: string;
}

const FILE = 'secrets.json';
/** Without letters and digits that look similar. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 20;

/**
 * The secrets kept in the data folder, null where it has none yet.
 *
 * @throws UserError where the file cannot be read: without it the installation's sessions and password are lost
 */
export function readSecrets(folder: string): Secrets | null {
	const file = path.join(folder, FILE);
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		if (isSystemError(error, 'ENOENT')) return null;
		throw new UserError(`${file} cannot be read: ${String(error)}`);
	}
	try {
		return parse(text);
	} catch {
		throw new UserError(
			`${file} is damaged.`,
			'Put its backup back, or remove it: a new one ends all sessions, and needs --email and --password.'
		);
	}
}

/** Keeps the secrets in the data folder, readable by its owner alone. */
export function writeSecrets(folder: string, secrets: Secrets): void {
	replaceFile(path.join(folder, FILE), `${JSON.stringify(secrets, null, '\t')}\n`);
}

/** Secrets for a new installation. */
export function newSecrets(): Secrets {
	return {
		secret: randomBytes(32).toString('base64url'),
		adminEmail: 'admin@example.com',
		adminPassword: newPassword(),
		demoPassword: newPassword(),
		eventsSecret: newEventsSecret(),
		gatewayKeys: newGatewayKeys()
	};
}

/** One key, which signs at once: no service has cached another. */
function newGatewayKeys(): string {
	return gatewayKeysText([newGatewayKey(0)]);
}

/** As Standard Webhooks writes it. */
function newEventsSecret(): string {
	return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Has small and capital letters and digits, which password rules require. */
function newPassword(): string {
	for (;;) {
		const letters = Array.from(
			{ length: PASSWORD_LENGTH },
			() => ALPHABET[randomInt(ALPHABET.length)]
		);
		const password = letters.join('');
		if ([/[a-z]/, /[A-Z]/, /[0-9]/].every((kind) => kind.test(password))) return password;
	}
}

function parse(text: string): Secrets {
	const value: Partial<Secrets> = JSON.parse(text) as Partial<Secrets>; // each part is looked at below
	const { secret, adminEmail, adminPassword, demoPassword } = value;
	if (!secret || !adminEmail || !adminPassword || !demoPassword) throw new Error('incomplete');
	// files of older installations have none
	const eventsSecret = value.eventsSecret || newEventsSecret();
	const gatewayKeys = value.gatewayKeys || newGatewayKeys();
	return { secret, adminEmail, adminPassword, demoPassword, eventsSecret, gatewayKeys };
}
