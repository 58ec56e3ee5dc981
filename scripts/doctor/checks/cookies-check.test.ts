import { describe, expect, test } from 'vitest';
import { setCookies } from '../anonymous-visitor.ts';
import { judgeCookies } from './cookies-check.ts';

function headers(isSecure: boolean, change: (header: string) => string | null = (one) => one) {
	const [prefix, flag] = isSecure ? ['__Host-', '; Secure'] : ['', ''];
	const set = [
		`${prefix}access_token=abc.def; Max-Age=300; Path=/; HttpOnly${flag}; SameSite=Strict`,
		`${prefix}refresh_token=xyz; Max-Age=604800; Path=/; HttpOnly${flag}; SameSite=Strict`,
		`${prefix}signed_in=1; Max-Age=604800; Path=/; HttpOnly${flag}; SameSite=Lax`
	];
	const answer = new Headers();
	for (const header of set.map(change)) if (header) answer.append('set-cookie', header);
	return setCookies(answer);
}

test('the cookies of the app are reported as fine, over https and on this machine', () => {
	expect(judgeCookies('https://site.example', headers(true))).toMatchObject([{ severity: 'ok' }]);
	expect(judgeCookies('http://localhost', headers(false))).toMatchObject([{ severity: 'ok' }]);
});

describe('a cookie', () => {
	test.each<[string, (header: string) => string | null, string]>([
		['without HttpOnly', (one) => one.replace('; HttpOnly', ''), 'is not HttpOnly'],
		['without Secure', (one) => one.replace('; Secure', ''), 'is not Secure'],
		['for other sites', (one) => one.replace('Strict', 'None'), 'is not SameSite=strict'],
		['for a part of the site', (one) => one.replace('Path=/', 'Path=/x'), 'whole site'],
		['for other hosts', (one) => `${one}; Domain=example`, 'other hosts'],
		['that is too big', (one) => one.replace('=', `=${'x'.repeat(4100)}`), 'too big'],
		['that is not set', (one) => (one.includes('refresh_token') ? null : one), 'is missing'],
		['without its prefix', (one) => one.replace('__Host-', ''), 'is missing']
	])('%s is reported by name', (_, change, words) => {
		const [finding] = judgeCookies('https://site.example', headers(true, change));
		expect(finding).toMatchObject({ id: 'cookies', severity: 'must' });
		expect(finding?.what).toContain(words);
	});
});
