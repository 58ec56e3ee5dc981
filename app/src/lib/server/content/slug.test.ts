import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSlug } from './slug.ts';

test.each([
	'a',
	'größe',
	'😀'.repeat(255),
	'x'.repeat(255),
	'...',
	'signin',
	'True',
	"it's",
	'a:b'
])('an article can have the slug %s', (text) => {
	expect(isSlug('articles', text)).toBe(true);
});

test.each(['about/imprint', 'a', 'about/signin', 'Signin', 'a/.../b'])(
	'a page can have the slug %s',
	(text) => {
		expect(isSlug('pages', text)).toBe(true);
	}
);

const nowhere = [
	'',
	' ',
	'\u00a0',
	'.',
	'..',
	'a\\b',
	'a%2fb',
	'%',
	'a?b',
	'a#b',
	'a b',
	'__data.json',
	'x.html__data.json',
	'__route.js',
	'x.html__route.js',
	'a\0b',
	'a\nb',
	'a\u0085b',
	'\ud83d',
	'$NOW',
	'$CURRENT_USER',
	'true',
	'false',
	'null',
	'NULL',
	'x'.repeat(256),
	'😀'.repeat(256),
	'x'.repeat(1_000_000)
];

test.each(nowhere)('an invalid slug is refused for every collection (%#)', (text) => {
	for (const collection of ['articles', 'categories', 'pages'] as const)
		expect(isSlug(collection, text), collection).toBe(false);
});

test.each(['/a', 'a/', 'a//b', '../a', 'a/./b', 'a/__data.json', 'signin', 'articles/a', '_app/a'])(
	'a page cannot have the slug %s',
	(text) => {
		expect(isSlug('pages', text)).toBe(false);
	}
);

test('an article has a slug of one segment', () => {
	expect(isSlug('articles', 'a/b')).toBe(false);
	expect(isSlug('categories', 'a/b')).toBe(false);
});

test('a browser requests every slug at the address that its link has', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), (text) => {
			fc.pre(isSlug('pages', text));
			const { pathname, search, hash } = new URL(`/${text}`, 'http://localhost');
			expect([decodeURIComponent(pathname), search, hash]).toEqual([`/${text}`, '', '']);
		})
	);
});
