import { encodeMailedPath } from '@portico/contract/mailed-path.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectLinear } from '../../../../../test/support/growth.ts';
import { returnPath, returnPathIn, returnPathTo, withReturnPath } from './return-path.ts';

const ORIGIN = 'https://portico.example';

describe('returnPath', () => {
	test.each([
		'/',
		'/articles',
		'/articles/on-thresholds?from=mail&page=2',
		'/articles?q=a%2Fb%0Ac',
		'/search?q=%5C%5Chost',
		'/signin-help',
		'/profile/',
		'/a:b@c',
		'/%C3%BCber/uns'
	])('keeps %j', (path) => {
		expect(returnPath(path)).toBe(path);
	});

	test('keeps a path with characters beyond ASCII, encoded for headers', () => {
		expect(returnPath('/artikel/überdachte-gänge?größe=ß')).toBe(
			'/artikel/%C3%BCberdachte-g%C3%A4nge?gr%C3%B6%C3%9Fe=%C3%9F'
		);
	});

	test('drops a fragment, which the server never sees', () => {
		expect(returnPath('/articles#top')).toBe('/articles');
	});

	test.each([
		['nothing', null],
		['an empty value', ''],
		['a relative path', 'articles'],
		['another origin', 'https://evil.example/'],
		['a scheme without slashes', 'https:evil.example'],
		['a script', 'javascript:alert(1)'],
		['data', 'data:text/html,x'],
		['user information', '@evil.example'],
		['a protocol-relative address', '//evil.example'],
		['three slashes', '///evil.example'],
		['a backslash', '/\\evil.example'],
		['two backslashes', '\\\\evil.example'],
		['a backslash further on', '/a\\..\\..\\evil.example'],
		['a tab', '/\t/evil.example'],
		['a tab at the start', '\t//evil.example'],
		['a line feed', '/\n/evil.example'],
		['a carriage return', '/a\r\nset-cookie: x=y'],
		['NUL', '/\0/evil.example'],
		['a leading space', ' //evil.example'],
		['an encoded tab', '/%09/evil.example'],
		['an encoded slash', '/%2fevil.example'],
		['two encoded slashes', '/%2f%2fevil.example'],
		['only encoded slashes', '%2f%2fevil.example'],
		['an encoded backslash', '/%5cevil.example'],
		['a doubly encoded slash', '/%252fevil.example'],
		['a triply encoded slash', '/%25252fevil.example'],
		['a fullwidth slash', '／／evil.example'],
		['a fullwidth slash after a slash', '/／evil.example'],
		['an encoded fullwidth slash', '/%EF%BC%8Fevil.example'],
		['a fullwidth slash behind a dot', '/./／evil.example'],
		['an encoded slash behind a dot', '/./%252fevil.example'],
		['dots that leave two slashes', '/.//evil.example'],
		['dots after a folder that leave two slashes', '/a/..//evil.example'],
		['encoded dots that leave two slashes', '/a/%2e%2e//evil.example'],
		['more than two kilobytes', `/${'a'.repeat(2048)}`],
		['more than two kilobytes of multibyte characters', `/${'ä'.repeat(1024)}`]
	])('N01 refuses %s', (_, candidate) => {
		expect(returnPath(candidate)).toBeNull();
	});

	test.each([
		'/signin',
		'/signin/',
		'/signin?redirectedFrom=/articles',
		'/SignIn',
		'/%73ignin',
		'/x/../signin',
		'/signup',
		'/logout',
		'/logout/',
		'/forgot-password',
		'/reset-password?token=x',
		'/auth/sso/acme/callback',
		'/profile?/save',
		'/profile?a=b&/save',
		'/profile/__data.json',
		'/articles/__route.js',
		'/assets/00000000-0000-0000-0000-000000000000',
		'/_app/immutable/x.js',
		'/api/directus/users/me',
		'/.well-known/change-password'
	])('N03 refuses %j: visitors only pass through it, or it is no page', (path) => {
		expect(returnPath(path)).toBeNull();
	});

	test('N01 for any input returns a path of this site, and the same one when applied again', () => {
		const pieces = [
			'/',
			'\\',
			'//',
			'.',
			'..',
			'%2f',
			'%5c',
			'%252f',
			'\t',
			'\n',
			'@',
			':',
			'?',
			'#',
			'evil.example',
			'ä',
			'／',
			'http:',
			'a',
			'%',
			'\0',
			' '
		];
		const adversarial = fc
			.array(fc.constantFrom(...pieces), { maxLength: 12 })
			.map((all) => all.join(''));
		const any = fc.oneof(
			adversarial,
			adversarial.map((rest) => `/${rest}`),
			fc.string({ unit: 'binary' }),
			fc.webPath()
		);
		fc.assert(
			fc.property(any, (candidate) => {
				const path = returnPath(candidate);
				if (path === null) return;
				const url = new URL(path, ORIGIN);
				expect(url.origin).toBe(ORIGIN);
				expect(url.pathname + url.search).toBe(path);
				expect(new URL(ORIGIN + path).origin).toBe(ORIGIN);
				expect(decodeURI(url.pathname).startsWith('//')).toBe(false);
				expect(returnPath(path)).toBe(path);
				expect(path).toMatch(/^[\x21-\x7e]+$/);
			}),
			{ numRuns: 5_000 }
		);
	});
});

describe('the return path in an address', () => {
	const at = (path: string) => new URL(path, ORIGIN);

	test('is read from redirectedFrom', () => {
		expect(returnPathIn(at('/signin?redirectedFrom=%2Farticles%3Fpage%3D2'))).toBe(
			'/articles?page=2'
		);
	});

	test('is read from a mailed link', () => {
		const mailed = encodeMailedPath('/articles?page=2');
		expect(returnPathIn(at(`/verify-email?token=x&back=${mailed}`))).toBe('/articles?page=2');
	});

	test.each(['//evil.example', '/\\evil.example', '/signin', '/profile?/save'])(
		'N01 of a mailed link is judged like any other: %j',
		(path) => {
			expect(returnPathIn(at(`/signin?back=${encodeMailedPath(path)}`))).toBeNull();
		}
	);

	test('is ignored where the parameter is repeated', () => {
		expect(returnPathIn(at('/signin?redirectedFrom=/a&redirectedFrom=/b'))).toBeNull();
		expect(returnPathIn(at('/signin?redirectedFrom=/a&back=2f61'))).toBeNull();
	});

	test('is the same after writing and reading it', () => {
		fc.assert(
			fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
				const back = returnPath(`/x${path}?${query}`);
				expect(returnPathIn(at(withReturnPath('/signin', back)))).toBe(back);
			})
		);
	});

	test('is left out where there is no return path', () => {
		expect(withReturnPath('/signin', null)).toBe('/signin');
	});

	test('of a page is the page itself', () => {
		expect(returnPathTo(at('/articles?page=2'))).toBe('/articles?page=2');
	});

	test('is passed on by pages that visitors only pass through', () => {
		expect(returnPathTo(at('/signup?redirectedFrom=%2Farticles'))).toBe('/articles');
		expect(returnPathTo(at('/signup'))).toBeNull();
	});

	test('is not passed on by a page that is a destination itself', () => {
		expect(returnPathTo(at('/articles?redirectedFrom=%2Fprofile'))).toBe(
			'/articles?redirectedFrom=%2Fprofile'
		);
	});

	test('of an action is its page', () => {
		expect(returnPathTo(at('/profile?/save'))).toBe('/profile');
		expect(returnPathTo(at('/profile?/save&tab=names'))).toBe('/profile?tab=names');
		expect(returnPathTo(at('/profile?tab=a%20b&%2Fsave'))).toBe('/profile?tab=a%20b');
	});
});

test.each(['/', '/a', '%25', '%', '\\\\', '?', '#', '__', '.'])(
	'D33 the time for a return path grows in proportion to its length: many %j',
	(part) => {
		expectLinear((times) => returnPath(`/${part.repeat(times)}`));
	}
);
