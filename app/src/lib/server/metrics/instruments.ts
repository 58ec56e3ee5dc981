import { KINDS } from '../directus/kind.ts';
import { counter, histogram, booleanGauge } from './meters.ts';

/** Pages take milliseconds, a sign-in up to seconds. */
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CALL_SECONDS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
/** A change in Directus shows within a second by promise; the longest cache lives twenty. */
const DELAY_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60];

/** A label with few values that are not listed in advance. */
const ANY: readonly string[] = [];

// Names as Prometheus wants them: https://prometheus.io/docs/practices/naming/

export const request = histogram(
	'portico_http_request_duration_seconds',
	'Time until a request was answered, by the id of its route (none: no such page), method and class of status.',
	{ route: ANY, method: ANY, status: ANY },
	REQUEST_SECONDS
);

export const directusCall = counter(
	'portico_directus_calls_total',
	'Calls to Directus by kind and outcome.',
	{ kind: KINDS, outcome: ['ok', 'refused', 'unavailable', 'timed-out', 'turned-away'] }
);

export const directusCallDuration = histogram(
	'portico_directus_call_duration_seconds',
	'Time a call to Directus took, waiting for its turn included, by what it was about.',
	{ kind: KINDS },
	CALL_SECONDS
);

export const isDirectusUnavailable = booleanGauge(
	'portico_directus_breaker_open',
	'1 while Directus is unavailable and calls to it fail at once, else 0.'
);

export const isRedisUnavailable = booleanGauge(
	'portico_redis_away',
	'1 while Redis is configured and does not answer, else 0.'
);

export const refresh = counter(
	'portico_session_refreshes_total',
	'Token refreshes by outcome: made at Directus, shared with another request of this process or through Redis, ended by Directus, or failed.',
	{
		outcome: [
			'made',
			'shared-in-process',
			'shared-through-redis',
			'ended',
			'unavailable',
			'timed-out'
		]
	}
);

export const signIn = counter('portico_sign_ins_total', 'Attempts to sign in, by their outcome.', {
	outcome: ['signed-in', 'refused', 'code-wanted', 'too-many', 'busy', 'unavailable']
});

export const refusal = counter('portico_refusals_total', 'Refused requests, by the reason.', {
	reason: [
		'signed-out',
		'forbidden',
		'unavailable',
		'too-many-tries',
		'too-many-failures',
		'too-many-registrations',
		'too-many-mails',
		'body-too-large'
	]
});

export const gatewayRequest = counter(
	'portico_gateway_requests_total',
	'Requests that went on to a service behind the site, by service and outcome.',
	{
		service: ANY,
		outcome: ['answered', 'too-large', 'aborted', 'timed-out', 'unreachable']
	}
);

export const arrival = counter(
	'portico_arrivals_total',
	'Arrivals of members from other sites: sent on a detour that brings their cookies, let in after it, or broken off because the browser withheld them again.',
	{ outcome: ['detour', 'let-in', 'broken-off'] }
);

export const event = counter(
	'portico_events_total',
	'Webhooks about changes in Directus by outcome; repeated ones are usual where several replicas share a Redis.',
	{ outcome: ['accepted', 'forged', 'repeated', 'unreadable'] }
);

export const eventDelay = histogram(
	'portico_event_delay_seconds',
	'Time from a change in Directus until this process acts on it, by the clocks of both.',
	{},
	DELAY_SECONDS
);

export const lookup = counter(
	'portico_cache_lookups_total',
	'Cache lookups by cache (owners of tokens, permissions, public content, pages for guests) and result.',
	{ cache: ['owners', 'permissions', 'content', 'pages'], result: ['hit', 'miss'] }
);

export const staleCopy = counter(
	'portico_stale_copies_served_total',
	'Stale copies of public content that were served because Directus gave no answer in time.',
	{}
);
