import { describe, expect, test } from 'vitest';
import { judgeCertificate, judgePlainAnswer } from './certificate-check.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400_000;
const SITE = 'https://site.example';

function certificate(values: object = {}) {
	return { trustError: null, issuer: "Let's Encrypt, E5", expiresAt: NOW + 60 * DAY, ...values };
}

function judged(url: string, values: object | null = {}) {
	const given = values && certificate(values);
	return judgeCertificate('site', url, given, NOW).map(({ severity }) => severity);
}

describe('a certificate', () => {
	test.each([
		['of a known authority is right', {}, 'ok'],
		['that expires in a fortnight is right', { expiresAt: NOW + 14 * DAY }, 'ok'],
		['that expires sooner should be renewed', { expiresAt: NOW + 14 * DAY - 1 }, 'should'],
		['that has expired must be', { trustError: 'CERT_HAS_EXPIRED', expiresAt: NOW - DAY }, 'must'],
		['for another name must be replaced', { trustError: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'must']
	])('%s', (_, values, severity) => {
		expect(judged(SITE, values)).toEqual([severity]);
	});

	test('for this machine may live for hours', () => {
		expect(judged('https://localhost', { expiresAt: NOW + DAY / 2 })).toEqual(['ok']);
	});

	test("of Caddy's own authority is reported with the way to trust it", () => {
		const [finding] = judgeCertificate(
			'site',
			'https://localhost',
			certificate({
				trustError: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
				issuer: 'Caddy Local Authority - ECC Intermediate'
			}),
			NOW
		);
		expect(finding).toMatchObject({ severity: 'must' });
		expect(finding?.fix).toContain('--ca root.crt');
	});

	test('is not judged where no server responds', () => {
		expect(judged(SITE, null)).toEqual([]);
	});
});

test.each([
	['http://127.0.0.1:3000', 'ok'],
	['http://localhost:3000', 'ok'],
	['http://site.localhost', 'ok'],
	['http://[::1]:3000', 'ok'],
	['http://site.example', 'must'],
	['http://127.0.0.1.site.example', 'must'],
	['http://localhost.example', 'must']
])('a site at %s without TLS: %s', (url, severity) => {
	expect(judged(url, null)).toEqual([severity]);
});

test.each([
	[{ status: 308, location: `${SITE}/` }, 'ok'],
	[{ status: 308, location: 'https://elsewhere.example/' }, 'must'],
	[{ status: 200, location: null }, 'must'],
	[null, 'unknown']
])('plain http that answers %j: %s', (answer, severity) => {
	expect(judgePlainAnswer(SITE, answer)).toMatchObject([{ severity }]);
});

test('plain http is not checked for a site on a port of its own', () => {
	expect(judgePlainAnswer('https://site.example:8443', undefined)).toEqual([]);
});
