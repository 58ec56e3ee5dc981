import { type Facts, SHOWN_VARIABLES } from '@portico/contract/installation-report.ts';
import { readSettings as readApiAccess } from '../api-access/api-settings.ts';
import { readSettings as readEvents } from '../events/event-settings.ts';
import { secondsOf } from '../lifetime.ts';
import { maxAgeSeconds } from '../session/max-age.ts';
import { readSettings as readRateLimits } from '../directus-rate-limits/directus-rate-limit-settings.ts';
import { commaList } from '../comma-list.ts';

type Environment = Record<string, unknown>;
type Shown = string | number | boolean | null;

/** Reads the variables of Directus' environment that are named here, and no others. */
export function factsOf(env: Environment): Facts {
	return {
		variables: Object.fromEntries(
			SHOWN_VARIABLES.map((name) => [name, shown(env[name])])
		) as Facts['variables'], // one for each name
		lifetimes: {
			accessToken: secondsOf(env['ACCESS_TOKEN_TTL']),
			refreshToken: secondsOf(env['REFRESH_TOKEN_TTL']),
			session: secondsOf(env['SESSION_COOKIE_TTL']),
			grace: secondsOf(env['SESSION_REFRESH_GRACE_PERIOD']),
			sessionMaxAge: maxAgeSeconds(env)
		},
		links: {
			recovery: commaList(env['PASSWORD_RESET_URL_ALLOW_LIST']),
			invitation: commaList(env['USER_INVITE_URL_ALLOW_LIST']),
			registration: commaList(env['USER_REGISTER_URL_ALLOW_LIST'])
		},
		eventUrls: (readEvents(env)?.urls ?? []).map(withoutCredentials),
		api: apiOf(env),
		limits: readRateLimits(env),
		redis: usesRedis(env)
	};
}

function apiOf(env: Environment): Facts['api'] {
	const { api, paths } = readApiAccess(env);
	return { access: api, paths };
}

/** The value for display: lists of Directus with commas, unset variables as null. */
function shown(value: unknown): Shown {
	if (Array.isArray(value)) return value.join(',');
	const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
	return isPlain ? (value as Shown) : null;
}

/** An address that may be shown. */
export function withoutCredentials(address: string): string {
	const url = new URL(address);
	url.username = '';
	url.password = '';
	return url.href;
}

/** As Directus decides it: any variable with this prefix turns it on. */
function usesRedis(env: Environment): boolean {
	if (env['REDIS_ENABLED'] !== undefined) return env['REDIS_ENABLED'] === true;
	return Object.keys(env).some((name) => name === 'REDIS' || name.startsWith('REDIS_'));
}
