import { createPrivateKey, createPublicKey, generateKeyPairSync, hash } from 'node:crypto';

/** A service behind the site, as GATEWAY_SERVICES names it, and what the gateway lets through to it. */
export interface Service {
	/** Its name in addresses of the site, and the audience of its tokens. */
	name: string;
	/** Its address; requests stay below this path. */
	url: URL;
	methods: readonly string[];
	/** Ids of the roles that may call it; null: every member. */
	roles: readonly string[] | null;
	/** The largest body that it takes. */
	maxBodyBytes: number;
	/** The longest time without progress until its answer begins. */
	timeoutSeconds: number;
	/** The longest pause within its answer. */
	idleSeconds: number;
}

/** A key that signs the tokens of the gateway. */
export interface GatewayKey {
	/** From when on it signs, in seconds since the epoch. */
	signsFrom: number;
	/** An Ed25519 key as PKCS #8 in base64url: a secret. */
	pkcs8: string;
}

/** The public half of a key, as it stands in the key set (RFC 7517, RFC 8037). */
export interface PublicJwk {
	kty: 'OKP';
	crv: 'Ed25519';
	x: string;
	kid: string;
	use: 'sig';
	alg: 'EdDSA';
}

/** Lifetime of a token of the gateway. */
export const GATEWAY_TOKEN_SECONDS = 60;
/** How long a service may cache the key set without looking at it again. */
export const KEY_SET_SECONDS = 300;
/** After the next key began to sign, tokens of the one before live for this long, on clocks a minute apart. */
const RETIREMENT_SECONDS = GATEWAY_TOKEN_SECONDS + 60;

const ALL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DEFAULT_BODY_BYTES = 512 * 1024;
const BYTES: Record<string, number> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600 };
const MAX_SECONDS = 24 * 3600;

/**
 * Reads GATEWAY_SERVICES: `echo=http://127.0.0.1:4000 billing=https://billing.internal;methods=GET,POST;body=1G`.
 *
 * @throws where it is no such list, with the service and the reason
 */
export function servicesOf(text: string | undefined): Map<string, Service> {
	const services = (text ?? '').split(/\s+/).filter(Boolean).map(serviceOf);
	const byName = new Map(services.map((service) => [service.name, service]));
	if (byName.size < services.length) throw new Error('must name each service once');
	return byName;
}

function serviceOf(entry: string): Service {
	const [target = '', ...options] = entry.split(';');
	const at = target.indexOf('=');
	const name = target.slice(0, Math.max(at, 0));
	if (!NAME.test(name)) {
		throw new Error(`must name services such as billing=https://billing.internal, not "${target}"`);
	}
	const given = new Map(options.filter(Boolean).map((option) => optionOf(name, option)));
	return {
		name,
		url: addressOf(name, target.slice(at + 1)),
		methods: listOf(
			name,
			given.get('methods'),
			(method) => ALL_METHODS.includes(method),
			ALL_METHODS
		),
		roles: listOf(name, given.get('roles'), (id) => UUID.test(id), null),
		maxBodyBytes:
			amountOf(name, given.get('body'), BYTES, Number.MAX_SAFE_INTEGER) ?? DEFAULT_BODY_BYTES,
		timeoutSeconds: amountOf(name, given.get('timeout'), SECONDS, MAX_SECONDS) ?? 30,
		idleSeconds: amountOf(name, given.get('idle'), SECONDS, MAX_SECONDS) ?? 300
	};
}

const OPTIONS = ['methods', 'roles', 'body', 'timeout', 'idle'];

function optionOf(name: string, option: string): [string, string] {
	const [key = '', value = ''] = option.split('=');
	if (!OPTIONS.includes(key) || value === '') {
		throw new Error(`has for ${name} an option "${option}" that is none of ${OPTIONS.join(', ')}`);
	}
	return [key, value];
}

function addressOf(name: string, text: string): URL {
	const url = URL.parse(text);
	const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
	// not the value: it may hold a password
	if (!isPlain || !/^https?:$/.test(url.protocol)) {
		throw new Error(`must give ${name} an http or https address without a user, query or fragment`);
	}
	return url;
}

function listOf<Fallback>(
	name: string,
	text: string | undefined,
	isValid: (value: string) => boolean,
	fallback: Fallback
): string[] | Fallback {
	if (text === undefined) return fallback;
	const values = text.split(',');
	const wrong = values.find((value) => !isValid(value));
	if (wrong !== undefined)
		throw new Error(`has for ${name} a value that it does not know: "${wrong}"`);
	return values;
}

/** A number with its unit, such as 1G or 30s; null where there is none. */
function amountOf(
	name: string,
	text: string | undefined,
	units: Record<string, number>,
	most: number
): number | null {
	if (text === undefined) return null;
	const [, digits = '', letter = ''] = /^(\d{1,9})([A-Za-z]?)$/.exec(text) ?? [];
	const amount = Number(digits || Number.NaN) * (units[letter] ?? Number.NaN);
	if (!(amount >= 1 && amount <= most)) {
		throw new Error(`has for ${name} a limit that is none: "${text}"`);
	}
	return amount;
}

/**
 * Reads GATEWAY_KEYS: keys with commas between, each `SIGNS_FROM.PKCS8`, in the order in which they sign.
 *
 * @throws where one is no Ed25519 key; the message names no value, since it is a secret
 */
export function gatewayKeysOf(text: string | undefined): GatewayKey[] {
	const keys = (text ?? '')
		.split(/[\s,]+/)
		.filter(Boolean)
		.map(keyOf);
	return keys.sort((one, other) => one.signsFrom - other.signsFrom);
}

function keyOf(text: string): GatewayKey {
	const [, from = '', pkcs8 = ''] = /^(\d{1,11})\.([\w-]+)$/.exec(text) ?? [];
	try {
		if (privateKeyOf(pkcs8).asymmetricKeyType !== 'ed25519') throw new Error('another kind of key');
	} catch {
		throw new Error('must hold keys that npm run keys:rotate has made');
	}
	return { signsFrom: Number(from), pkcs8 };
}

/** A new key that signs from a time on, in seconds since the epoch. */
export function newGatewayKey(signsFrom: number): GatewayKey {
	const { privateKey } = generateKeyPairSync('ed25519');
	const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
	return { signsFrom: Math.floor(signsFrom), pkcs8 };
}

/** Keys as GATEWAY_KEYS holds them. */
export function gatewayKeysText(keys: readonly GatewayKey[]): string {
	return keys.map(({ signsFrom, pkcs8 }) => `${signsFrom}.${pkcs8}`).join(',');
}

/** The key that signs at a time; null where there is none. Keys are in the order in which they sign. */
export function signingKey(keys: readonly GatewayKey[], now: number): GatewayKey | null {
	return keys.findLast(({ signsFrom }) => signsFrom <= now) ?? keys[0] ?? null;
}

/** The keys that services need at a time: those that will sign, that sign, and whose tokens may still be in use. */
export function publishedKeys(keys: readonly GatewayKey[], now: number): GatewayKey[] {
	return keys.filter((_, index) => {
		const next = keys[index + 1];
		return !next || next.signsFrom + RETIREMENT_SECONDS > now;
	});
}

/** The private key in a text. @throws where it is none */
export function privateKeyOf(pkcs8: string) {
	return createPrivateKey({ key: Buffer.from(pkcs8, 'base64url'), format: 'der', type: 'pkcs8' });
}

/** The public half of a key; its id is its thumbprint (RFC 7638). */
export function publicJwkOf({ pkcs8 }: GatewayKey): PublicJwk {
	const { x = '' } = createPublicKey(privateKeyOf(pkcs8)).export({ format: 'jwk' });
	const thumbprint = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x });
	const kid = hash('sha256', thumbprint, 'base64url');
	return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' };
}
