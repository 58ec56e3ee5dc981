import type { Facts, SHOWN_VARIABLES } from '@portico/contract/installation-report.ts';
import { type Finding, must, ok, should } from '../finding.ts';

type Name = (typeof SHOWN_VARIABLES)[number];
type Value = Facts['variables'][Name];

/** A variable of Directus that endangers an installation, and when it does. */
interface Danger {
	id: string;
	name: Name;
	isThere: (value: Value) => boolean;
	complain: typeof must;
	why: string;
	/** Recommended value. */
	right: string;
}

const isOn = (value: Value) => value === true || value === 'true';
const isOff = (value: Value) => value === false || value === 'false';

const DANGERS: Danger[] = [
	{
		id: 'trust-proxy',
		name: 'IP_TRUST_PROXY',
		isThere: (value) => isOn(value) || value === null,
		complain: must,
		why: 'Directus trusts forged client addresses, which bypass the limits on attempts.',
		right: '1'
	},
	{
		id: 'extensions-must-load',
		name: 'EXTENSIONS_MUST_LOAD',
		isThere: (value) => !isOn(value),
		complain: must,
		why: 'When the extension breaks, Directus starts without it, and the rules in it are silently gone.',
		right: 'true'
	},
	{
		id: 'websockets',
		name: 'WEBSOCKETS_ENABLED',
		isThere: isOn,
		complain: must,
		why: 'The query guard stands before REST and GraphQL, not there: filters find what may not be read.',
		right: 'false'
	},
	{
		id: 'ip-header',
		name: 'IP_CUSTOM_HEADER',
		isThere: (value) => typeof value === 'string' && value !== '' && value !== 'false',
		complain: should,
		why: 'A client that reaches Directus past the proxy that writes this header can forge its address. The app does not write it.',
		right: 'false'
	},
	{
		id: 'cors',
		name: 'CORS_ENABLED',
		isThere: isOn,
		complain: should,
		why: 'Other sites can call Directus on behalf of people who are signed in to Studio. The app does not need it.',
		right: 'false'
	},
	{
		id: 'mcp',
		name: 'MCP_ENABLED',
		isThere: (value) => !isOff(value),
		complain: should,
		why: 'It is one more way into Directus, which is not used.',
		right: 'false'
	},
	{
		id: 'ai',
		name: 'AI_ENABLED',
		isThere: (value) => !isOff(value),
		complain: should,
		why: 'It sends content to other companies, and is not used.',
		right: 'false'
	},
	{
		id: 'telemetry',
		name: 'TELEMETRY',
		isThere: (value) => !isOff(value),
		complain: should,
		why: 'Directus reports figures of this installation to its maker. (12 without a license insists on that.)',
		right: 'false'
	},
	{
		id: 'graphql-introspection',
		name: 'GRAPHQL_INTROSPECTION',
		isThere: (value) => !isOff(value),
		complain: should,
		why: 'Strangers can ask for a map of what they may read.',
		right: 'false'
	},
	{
		id: 'openapi',
		name: 'OPENAPI_ENABLED',
		isThere: (value) => !isOff(value),
		complain: should,
		why: 'Strangers can ask for a map of what they may read.',
		right: 'false'
	},
	{
		id: 'pressure-limiter',
		name: 'PRESSURE_LIMITER_ENABLED',
		isThere: isOff,
		complain: should,
		why: 'Under load Directus accepts more requests than it can answer in time.',
		right: 'true'
	},
	{
		id: 'sign-up-limit',
		name: 'RATE_LIMITER_REGISTRATION_ENABLED',
		isThere: isOff,
		complain: must,
		why: "At Directus' own address anyone can register, and send emails, without a limit.",
		right: 'true'
	},
	{
		id: 'cache',
		name: 'CACHE_ENABLED',
		isThere: isOn,
		complain: should,
		why: 'Changes show on the site only when the cache of Directus lets go of the old.',
		right: 'false'
	}
];

/** Judges the variables of Directus. */
export function judgeVariables(variables: Facts['variables']): Finding[] {
	const findings = DANGERS.filter(({ name, isThere }) => isThere(variables[name])).map(
		({ id, name, complain, why, right }) =>
			complain(id, {
				what: `Directus runs with ${name}=${String(variables[name] ?? '')}.`,
				why,
				fix: `${name}=${right}, or leave it out: the set-up gives the right value. Restart Directus.`
			})
	);
	return findings.length > 0 ? findings : [ok('variables', 'Directus runs with safe settings.')];
}

/** Judges whether the cookies of Studio are for https only where its public URL is https. */
export function judgeStudioCookies(directusUrl: string, variables: Facts['variables']): Finding[] {
	if (directusUrl.startsWith('http:') || isOn(variables.SESSION_COOKIE_SECURE)) return [];
	return [
		must('studio-cookies', {
			what: "Studio's cookies are not Secure, though it is reached over https.",
			why: 'An attacker in the network who leads a browser to plain http can read the session of an administrator.',
			fix: `PUBLIC_URL=${directusUrl} for Directus: they follow it. Or SESSION_COOKIE_SECURE=true.`
		})
	];
}

/** More than a person types in a minute. */
const MAX_ATTEMPTS = 1000;

/** Judges the number of attempts per minute at Directus' own address. */
export function judgeLimits({ perAddress, perAccount }: Facts['limits']): Finding {
	const id = 'rate-limits';
	if (perAddress <= MAX_ATTEMPTS && perAccount <= MAX_ATTEMPTS) {
		return ok(
			id,
			`${perAddress} attempts a minute from one address, ${perAccount} for one account.`
		);
	}
	return should(id, {
		what: `${perAddress} sign-in attempts a minute are allowed from one address, ${perAccount} for one account.`,
		why: 'Passwords can be guessed.',
		fix: 'Leave out RATE_LIMIT_PER_ADDRESS and RATE_LIMIT_PER_ACCOUNT: 30 and 10.'
	});
}

const MIN_SECRET_BYTES = 32;

/** Judges the secret that this machine keeps for Directus; only its length is reported. */
export function judgeSecret(secret: string | null): Finding[] {
	if (secret === null) return [];
	const bytes = Buffer.byteLength(secret);
	if (bytes >= MIN_SECRET_BYTES && new Set(secret).size > 8) {
		return [ok('secret', 'SECRET is long enough.')];
	}
	return [
		must('secret', {
			what:
				bytes < MIN_SECRET_BYTES
					? `SECRET has ${bytes} bytes.`
					: 'SECRET is made of a few characters only.',
			why: 'An attacker who guesses it can act as any user. The extension does not load with less than 32 bytes.',
			fix: 'openssl rand -base64 32 makes one. A new one ends all sessions.'
		})
	];
}
