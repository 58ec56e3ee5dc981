import fc from 'fast-check';
import { expect, test } from 'vitest';
import { upstreamPath } from './upstream-path.ts';

const service = { name: 'echo', url: new URL('http://service/base/') };

test.each([
	['/gateway/echo', '/base'],
	['/gateway/echo/', '/base/'],
	['/gateway/echo/a%20b/c;d=e/', '/base/a%20b/c;d=e/'],
	['/gateway/echo/100%25', '/base/100%25'],
	['/gateway/echo/.well-known/...', '/base/.well-known/...'],
	['/gateway/echo/%c3%a4%ff%', '/base/%c3%a4%ff%'],
	['/gateway/echo/%c0%af', null],
	['/gateway/echo/.%252e;%25', null],
	['/gateway/other/a', null],
	['/gateway/echoes/a', null],
	['/gateway/echo//a', null],
	['/gateway/echo/a//', null],
	['/gateway/echo/..;x/a', null],
	['/gateway/echo/%25252525252e%2e/a', null]
])('%s is %s', (pathname, path) => {
	expect(upstreamPath(service, pathname, pathname)).toBe(path);
});

test('a path that a parser has changed is refused', () => {
	expect(upstreamPath(service, '/gateway/echo/a', '/gateway/echo/b/../a')).toBeNull();
});

test('however often a path is decoded, its backslashes turned and resolved, it stays below the service', () => {
	const part = fc.constantFrom(
		'.',
		'..',
		'%2e',
		'%2E',
		'%252e',
		'/',
		'\\',
		'%2f',
		'%5c',
		'%255c',
		';',
		'a',
		'%00',
		'%25'
	);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 12 }), fc.nat(6), (parts, decodings) => {
			const { pathname } = new URL(`/gateway/echo/${parts.join('')}`, 'http://site');
			let path = upstreamPath(service, pathname, pathname);
			if (path === null) return;
			for (let i = 0; i < decodings; i++) path = decodedOf(path);
			const resolved = new URL(path.replaceAll(/;[^/]*/g, ''), 'http://service');
			expect(resolved.host).toBe('service');
			expect(resolved.pathname).toMatch(/^\/base(\/|$)/);
		}),
		{ numRuns: 2000 }
	);
});

function decodedOf(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
