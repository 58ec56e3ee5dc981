import { building } from '$app/env';
import { fallbackOf, purposeOf } from '@portico/contract/environment-variables.ts';
import { gatewayKeysOf, servicesOf } from '@portico/contract/gateway.ts';
import { readLimit } from '@portico/contract/limits.ts';
import { isLoopback } from '@portico/contract/network.ts';
import { type Keys, keysOf } from '@portico/contract/webhook.ts';
import { defineEnvVars } from '@sveltejs/kit/env';
import ms from 'ms';

/** Every variable the app reads, checked when it starts; a wrong one stops it with its name and the reason. */
export const variables = defineEnvVars({
	APP_ORIGIN: {
		description: purposeOf('APP_ORIGIN'),
		schema: required(origin, 'http://127.0.0.1')
	},
	DIRECTUS_URL: {
		description: purposeOf('DIRECTUS_URL'),
		schema: required(httpUrl, 'http://127.0.0.1')
	},
	STUDIO_URL: {
		description: purposeOf('STUDIO_URL'),
		schema: (value) => (value ? httpUrl(value) : null)
	},
	REFRESH_TOKEN_TTL: {
		description: purposeOf('REFRESH_TOKEN_TTL'),
		schema: seconds(fallbackOf('REFRESH_TOKEN_TTL'))
	},
	RATE_LIMIT_PER_ADDRESS: {
		description: purposeOf('RATE_LIMIT_PER_ADDRESS'),
		schema: (value) => readLimit('RATE_LIMIT_PER_ADDRESS', value)
	},
	RATE_LIMIT_PER_ACCOUNT: {
		description: purposeOf('RATE_LIMIT_PER_ACCOUNT'),
		schema: (value) => readLimit('RATE_LIMIT_PER_ACCOUNT', value)
	},
	RATE_LIMIT_SIGNUP: {
		description: purposeOf('RATE_LIMIT_SIGNUP'),
		schema: (value) => readLimit('RATE_LIMIT_SIGNUP', value)
	},
	PORTICO_EVENTS_SECRET: {
		description: purposeOf('PORTICO_EVENTS_SECRET'),
		schema: keys
	},
	GATEWAY_SERVICES: {
		description: purposeOf('GATEWAY_SERVICES'),
		schema: servicesOf
	},
	GATEWAY_KEYS: {
		description: purposeOf('GATEWAY_KEYS'),
		schema: gatewayKeysOf
	},
	REDIS_URL: {
		description: purposeOf('REDIS_URL'),
		schema: redisUrl
	},
	PORTICO_METRICS_PORT: {
		description: purposeOf('PORTICO_METRICS_PORT'),
		schema: port
	},
	REQUEST_ID_HEADER: {
		description: purposeOf('REQUEST_ID_HEADER'),
		schema: headerName
	},
	OTEL_EXPORTER_OTLP_ENDPOINT: {
		description: purposeOf('OTEL_EXPORTER_OTLP_ENDPOINT'),
		schema: (value) => (value && !building ? httpUrl(value) : null)
	},
	OTEL_TRACES_SAMPLER_ARG: {
		description: purposeOf('OTEL_TRACES_SAMPLER_ARG'),
		schema: share(1)
	},
	HOST: {
		description: purposeOf('HOST'),
		// the metrics listen on one address: a scraper is configured with it, and needs no second
		schema: (value) => (!value || value === 'localhost' ? '127.0.0.1' : value)
	},
	LOG_LEVEL: {
		description: purposeOf('LOG_LEVEL'),
		schema: (value) => value || fallbackOf('LOG_LEVEL')
	}
});

/** While the app is being built nothing is set yet, so that one build runs anywhere. */
function required<T>(parse: (value: string) => T, whileBuilding: string) {
	return (value: string | undefined): T => {
		if (building) return parse(whileBuilding);
		if (!value) throw new Error('must be set');
		return parse(value);
	};
}

function httpUrl(value: string): string {
	const url = URL.canParse(value) ? new URL(value) : null;
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		throw new Error(`must be an http or https address, not "${value}"`);
	}
	return url.href.replace(/\/$/, '');
}

/** null where there is none, and while the app is being built. */
function redisUrl(value: string | undefined): string | null {
	if (!value || building) return null;
	const url = URL.canParse(value) ? new URL(value) : null;
	if (!url?.hostname || !/^rediss?:$/.test(url.protocol) || !/^\/?\d*$/.test(url.pathname)) {
		// not the value: it may hold a password
		throw new Error('must be an address such as redis://host:6379, or rediss:// with TLS');
	}
	return value;
}

function origin(value: string): string {
	const url = new URL(httpUrl(value));
	if (url.href !== `${url.origin}/`) {
		throw new Error(`must be an origin without a path, such as ${url.origin}`);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new Error('must be https: cookies without Secure are for this machine alone');
	}
	return url.origin;
}

function seconds(fallback: string) {
	return (value: string | undefined): number => {
		// ms() returns undefined for a text that it cannot parse, despite its types
		const milliseconds = ms((value || fallback) as ms.StringValue) as number | undefined;
		if (!milliseconds || milliseconds < 1000) {
			throw new Error(`must be a duration such as ${fallback}, not "${value}"`);
		}
		return Math.floor(milliseconds / 1000);
	};
}

/** Secrets with commas or spaces between, the current one first; null where there is none. */
function keys(value: string | undefined): Keys | null {
	return value?.trim() ? keysOf(value) : null;
}

/** null where nothing is to listen, and while the app is being built. */
function port(value: string | undefined): number | null {
	if (!value || building) return null;
	const number = Number(value);
	if (!Number.isInteger(number) || number < 1 || number > 65_535) {
		throw new Error(`must be a port such as 9464, not "${value}"`);
	}
	return number;
}

function headerName(value: string | undefined): string | null {
	if (!value) return null;
	if (!/^[\w-]+$/.test(value)) throw new Error(`must be the name of a header, not "${value}"`);
	return value.toLowerCase();
}

function share(fallback: number) {
	return (value: string | undefined): number => {
		const number = Number(value || fallback);
		if (!(number >= 0 && number <= 1)) {
			throw new Error(`must be a number from 0 to 1, not "${value}"`);
		}
		return number;
	};
}
