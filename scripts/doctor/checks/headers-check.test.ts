import { describe, expect, test } from 'vitest';
import { judgeHeaders } from './headers-check.ts';

const SITE = 'https://site.example';
const RIGHT = {
	'content-security-policy':
		"default-src 'self'; script-src 'self' 'nonce-abc'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'strict-origin',
	'strict-transport-security': 'max-age=63072000; includeSubDomains'
};

function judged(change: Record<string, string | null>, url = SITE) {
	const headers = Object.entries({ ...RIGHT, ...change }).filter(
		(entry): entry is [string, string] => entry[1] !== null
	);
	return judgeHeaders(url, new Headers(headers)).map(({ id, severity }) => `${severity} ${id}`);
}

test('the headers of the app are reported as fine', () => {
	expect(judged({})).toEqual(['ok headers']);
});

describe('a page', () => {
	test.each<[string, string | null, string]>([
		['content-security-policy', null, 'must content-security-policy'],
		['content-security-policy', "default-src 'self'", 'must content-security-policy'],
		[
			'content-security-policy',
			RIGHT['content-security-policy'].replace("'nonce-abc'", "'unsafe-inline'"),
			'must content-security-policy'
		],
		['x-content-type-options', null, 'must nosniff'],
		['x-frame-options', null, 'should x-frame-options'],
		['x-frame-options', 'ALLOWALL', 'should x-frame-options'],
		['referrer-policy', 'unsafe-url', 'should referrer-policy'],
		['referrer-policy', 'no-referrer', 'should referrer-policy'],
		['strict-transport-security', null, 'must hsts'],
		['strict-transport-security', 'max-age=300', 'must hsts']
	])('with %s: %s', (name, value, finding) => {
		expect(judged({ [name]: value })).toEqual([finding]);
	});

	test.each(['http://localhost:3000', 'https://localhost', 'https://site.localhost:8443'])(
		'at %s needs no HSTS',
		(siteUrl) => {
			expect(judged({ 'strict-transport-security': null }, siteUrl)).toEqual(['ok headers']);
		}
	);
});
