import { expect, test } from 'vitest';
import { judgeLimits, judgeSecret, judgeStudioCookies, judgeVariables } from './variables-check.ts';

const RIGHT = {
	AI_ENABLED: false,
	CACHE_ENABLED: false,
	CORS_ENABLED: false,
	CORS_ORIGIN: false,
	DB_CLIENT: 'sqlite3',
	EMAIL_FROM: 'no-reply@example.com',
	EMAIL_TRANSPORT: 'smtp',
	EXTENSIONS_MUST_LOAD: true,
	GRAPHQL_INTROSPECTION: false,
	IP_CUSTOM_HEADER: false,
	IP_TRUST_PROXY: 1,
	MCP_ENABLED: false,
	OPENAPI_ENABLED: false,
	PRESSURE_LIMITER_ENABLED: true,
	PUBLIC_URL: 'https://studio.example',
	RATE_LIMITER_REGISTRATION_ENABLED: true,
	REFRESH_TOKEN_COOKIE_SECURE: true,
	SESSION_COOKIE_SECURE: true,
	TELEMETRY: false,
	WEBSOCKETS_ENABLED: false
};

test('the variables of the set-up are reported as fine', () => {
	expect(judgeVariables(RIGHT)).toMatchObject([{ severity: 'ok' }]);
});

test.each([
	['IP_TRUST_PROXY', true, 'must trust-proxy'],
	['IP_TRUST_PROXY', null, 'must trust-proxy'],
	['EXTENSIONS_MUST_LOAD', false, 'must extensions-must-load'],
	['EXTENSIONS_MUST_LOAD', null, 'must extensions-must-load'],
	['WEBSOCKETS_ENABLED', true, 'must websockets'],
	['IP_CUSTOM_HEADER', 'X-Real-IP', 'should ip-header'],
	['CORS_ENABLED', true, 'should cors'],
	['MCP_ENABLED', null, 'should mcp'],
	['AI_ENABLED', true, 'should ai'],
	['TELEMETRY', true, 'should telemetry'],
	['GRAPHQL_INTROSPECTION', true, 'should graphql-introspection'],
	['OPENAPI_ENABLED', null, 'should openapi'],
	['PRESSURE_LIMITER_ENABLED', false, 'should pressure-limiter'],
	['RATE_LIMITER_REGISTRATION_ENABLED', false, 'must sign-up-limit'],
	['CACHE_ENABLED', true, 'should cache']
])('the variable %s=%s: %s', (name, value, complaint) => {
	const [finding, ...others] = judgeVariables({ ...RIGHT, [name]: value });
	expect(`${finding?.severity} ${finding?.id}`).toBe(complaint);
	expect(others).toEqual([]);
});

test.each(['loopback', '10.0.0.0/8', 2, false])(
	'IP_TRUST_PROXY=%s is not reported as wrong',
	(value) => {
		expect(judgeVariables({ ...RIGHT, IP_TRUST_PROXY: value })).toMatchObject([{ severity: 'ok' }]);
	}
);

test('cookies of Studio are Secure where it is reached by https', () => {
	const plain = { ...RIGHT, SESSION_COOKIE_SECURE: false };
	expect(judgeStudioCookies('https://studio.example', RIGHT)).toEqual([]);
	expect(judgeStudioCookies('http://localhost:8055', plain)).toEqual([]);
	expect(judgeStudioCookies('https://studio.example', plain)).toMatchObject([{ severity: 'must' }]);
});

test.each([
	[{ perAddress: 30, perAccount: 10 }, 'ok'],
	[{ perAddress: 100_000, perAccount: 10 }, 'should'],
	[{ perAddress: 30, perAccount: 100_000 }, 'should']
])('rate limits of %j: %s', (limits, severity) => {
	expect(judgeLimits(limits)).toMatchObject({ severity });
});

test.each([
	[null, []],
	['q3J9zW0yLk7pXn5tRb2vHs8dFg4mCx6a', ['ok']],
	['q3J9zW0yLk7pXn5tRb2vHs8dFg4mCx6', ['must']],
	['changeme'.repeat(4), ['must']]
])('the SECRET %s: %j', (secret, severities) => {
	const findings = judgeSecret(secret);
	expect(findings.map(({ severity }) => severity)).toEqual(severities);
	if (secret) expect(JSON.stringify(findings)).not.toContain(secret);
});
