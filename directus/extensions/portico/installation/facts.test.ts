import { expect, test } from 'vitest';
import { factsOf } from './facts.ts';

const SECRET_VALUE = 'nobody-may-read-this';
const EVENTS_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** As Directus parses it: numbers, booleans and lists are no texts any more. */
const env = {
	SECRET: SECRET_VALUE,
	ADMIN_PASSWORD: SECRET_VALUE,
	DB_CLIENT: 'pg',
	DB_PASSWORD: SECRET_VALUE,
	EMAIL_SMTP_PASSWORD: SECRET_VALUE,
	REDIS: `redis://:${SECRET_VALUE}@cache:6379`,
	PORTICO_EVENTS_URLS: [
		`http://ada:${SECRET_VALUE}@app-1:3000/hooks/directus`,
		'http://app-2:3000/hooks/directus'
	],
	PORTICO_EVENTS_SECRET: EVENTS_SECRET,
	ACCESS_TOKEN_TTL: '5m',
	REFRESH_TOKEN_TTL: '7d',
	SESSION_COOKIE_TTL: 3_600_000,
	SESSION_REFRESH_GRACE_PERIOD: '60s',
	PASSWORD_RESET_URL_ALLOW_LIST: ['https://site.example/reset-password'],
	USER_INVITE_URL_ALLOW_LIST: 'https://site.example/accept-invite, https://other.example/x',
	CORS_ORIGIN: ['https://one.example', 'https://other.example'],
	IP_TRUST_PROXY: 1,
	MCP_ENABLED: false
};

test('H11 the facts contain no secret, not even one in an address', () => {
	const report = JSON.stringify(factsOf(env));
	expect(report).not.toContain(SECRET_VALUE);
	expect(report).not.toContain(EVENTS_SECRET);
	expect(factsOf(env).eventUrls).toEqual([
		'http://app-1:3000/hooks/directus',
		'http://app-2:3000/hooks/directus'
	]);
});

test('lifetimes are reported in seconds, whatever their notation', () => {
	expect(factsOf(env).lifetimes).toEqual({
		accessToken: 300,
		refreshToken: 604_800,
		session: 3600,
		grace: 60,
		sessionMaxAge: 90 * 86_400
	});
});

test('lists are reported as lists, and unset variables as empty lists', () => {
	expect(factsOf(env).links).toEqual({
		recovery: ['https://site.example/reset-password'],
		invitation: ['https://site.example/accept-invite', 'https://other.example/x'],
		registration: []
	});
});

test('variables keep their type, so that true differs from "true"', () => {
	expect(factsOf(env).variables).toMatchObject({
		IP_TRUST_PROXY: 1,
		MCP_ENABLED: false,
		CORS_ORIGIN: 'https://one.example,https://other.example',
		TELEMETRY: null
	});
});

test('the facts contain the access to the API and its open paths', () => {
	expect(factsOf(env).api).toEqual({ access: 'studio', paths: [] });
	const variables = { PORTICO_DIRECTUS_API: 'open', PORTICO_DIRECTUS_PATHS: ['/metrics'] };
	expect(factsOf({ ...env, ...variables }).api).toEqual({ access: 'open', paths: ['/metrics'] });
});

test.each([
	[{}, false],
	[{ REDIS: 'redis://cache' }, true],
	[{ REDIS_HOST: 'cache' }, true],
	[{ REDIS_HOST: 'cache', REDIS_ENABLED: false }, false],
	[{ REDIS_ENABLED: true }, true]
])('with %j, Redis is used: %s', (variables, redis) => {
	expect(factsOf({ PORTICO_DIRECTUS_API: 'open', ...variables })).toMatchObject({ redis });
});
