import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMailedPath, encodeMailedPath } from './mailed-path.ts';

test('a path is the same after an email', () => {
	const path = fc.webPath().map((path) => `/x${path}`.slice(0, 512));
	fc.assert(fc.property(path, (path) => decodeMailedPath(encodeMailedPath(path)) === path));
});

test('no words can be read in it', () => {
	const words = '/Sie-haben-gewonnen-auf-www.evil.example';
	expect(encodeMailedPath(words)).toMatch(/^[\da-f]+$/);
	expect(encodeMailedPath('/articles')).toBe('2f61727469636c6573');
});

test.each([null, undefined, '', 'articles', '/a b', '/ü', '/a\n', `/${'x'.repeat(512)}`])(
	'%j is not mailed',
	(path) => {
		expect(encodeMailedPath(path)).toBeNull();
	}
);

test.each([null, undefined, '', '/articles', 'x', '2f6', '612f', '2F61', '2f0a', '2fff', '2f20 '])(
	'%j is no path that was mailed',
	(encoded) => {
		expect(decodeMailedPath(encoded)).toBeNull();
	}
);
