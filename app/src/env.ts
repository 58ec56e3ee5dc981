import { building } from '$app/env';
import { DEFAULTS } from '@portico/contract/defaults.ts';
import { type Keys, keysOf } from '@portico/contract/webhook.ts';
import { defineEnvVars } from '@sveltejs/kit/env';
import ms from 'ms';

/** Every variable the app reads, checked when it starts; a wrong one stops it with its name and the reason. */
export const variables = defineEnvVars({
	APP_ORIGIN: {
		description:
			'The address people type, such as https://example.org. Plain http only on loopback.',
		schema: required(origin, 'http://127.0.0.1')
	},
	DIRECTUS_URL: {
		description: 'Where the server reaches Directus, such as http://directus:8055.',
		schema: required(httpUrl, 'http://127.0.0.1')
	},
	STUDIO_URL: {
		description:
			'Where people reach Directus Studio, such as https://studio.example.org. Without it, no page links there.',
		schema: (value) => (value ? httpUrl(value) : null)
	},
	REFRESH_TOKEN_TTL: {
		description:
			'How long a session lives without being used, such as 7d. The same as in Directus.',
		schema: seconds(DEFAULTS.REFRESH_TOKEN_TTL)
	},
	RATE_LIMIT_PER_ADDRESS: {
		description: 'Sign-ins and recoveries allowed per minute from one address.',
		schema: count(DEFAULTS.RATE_LIMIT_PER_ADDRESS)
	},
	RATE_LIMIT_PER_ACCOUNT: {
		description: 'Failed sign-ins allowed per minute for one account from one address.',
		schema: count(DEFAULTS.RATE_LIMIT_PER_ACCOUNT)
	},
	RATE_LIMIT_SIGNUP: {
		description: 'Registrations allowed per minute from one address.',
		schema: count(DEFAULTS.RATE_LIMIT_SIGNUP)
	},
	PORTICO_EVENTS_SECRET: {
		description:
			'The key that signs the events of Directus, authenticates the app to it, and encrypts a submitted form whose session has ended: 32 bytes or more in base64, the same in Directus and in every process. During a rotation, the new and the old key, separated by a comma. Without it Directus answers only where its API is open (PORTICO_DIRECTUS_API), and changes show only as cached copies expire.',
		schema: keys
	},
	REDIS_URL: {
		description:
			'The Redis server for state that replicas of the app share, such as redis://redis:6379. A single process needs none.',
		schema: redisUrl
	},
	PORTICO_METRICS_PORT: {
		description:
			'The port that shows metrics to Prometheus, at /metrics, such as 9464; none without it, and under npm run dev. Not for the public.',
		schema: port
	},
	REQUEST_ID_HEADER: {
		description:
			'The header in which the proxy in front sends the id of each request, such as x-request-id. Set it only if that proxy overwrites the header; without it the app generates the ids.',
		schema: headerName
	},
	OTEL_EXPORTER_OTLP_ENDPOINT: {
		description:
			'Where traces go by OTLP over HTTP, such as http://collector:4318; nowhere without it. The other standard variables of the exporter (OTEL_EXPORTER_OTLP_…), OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES count too.',
		schema: (value) => (value && !building ? httpUrl(value) : null)
	},
	OTEL_TRACES_SAMPLER_ARG: {
		description: 'The share of requests that is traced, from 0 to 1.',
		schema: share(1)
	},
	HOST: {
		description: 'The address of this machine to listen on; 0.0.0.0 for all it has.',
		// the metrics have a single address, which the scraper is configured with
		schema: (value) => (!value || value === 'localhost' ? '127.0.0.1' : value)
	},
	LOG_LEVEL: {
		description: 'trace, debug, info, warn, error or silent.',
		schema: (value) => value || 'info'
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

function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function seconds(fallback: string) {
	return (value: string | undefined): number => {
		// ms() returns undefined for a value it cannot parse, despite its types
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

function count(fallback: string) {
	return (value: string | undefined): number => {
		const number = Number(value || fallback);
		if (!Number.isInteger(number) || number < 1) {
			throw new Error(`must be a whole number from 1, not "${value}"`);
		}
		return number;
	};
}
