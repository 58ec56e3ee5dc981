import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectLinear } from '../../../../test/support/growth.ts';
import { isCanonical } from './canonical-path.ts';

test.each([
	'/',
	'/?access_token=x',
	'/admin',
	'/admin/',
	'/admin/assets/Index-B1x_y.js',
	'/auth/login',
	'/auth/login/Okta/callback?code=a//b/../c',
	'/items/Articles/1',
	'/items/%E6%96%87',
	'/items/a%20b',
	'/users/me',
	'/users/0b7e3a34-6f2f-4d6b-9a3e-3d1f0a1c2b3d',
	'/myEndpoint/Anything',
	'/files?filter[title][_contains]=..'
])('the path %s is canonical', (target) => {
	expect(isCanonical(target)).toBe(true);
});

test.each([
	'',
	'*',
	'http://directus/auth/login',
	'//',
	'//auth/login',
	'/auth//login',
	'/auth/login//',
	'/auth/./login',
	'/auth/../auth/login',
	'/auth/%2e%2e/users',
	'/auth/%2E/login',
	'/auth%2Flogin',
	'/auth%5clogin',
	'/auth\\login',
	'/auth/%6Cogin',
	'/users/%6de',
	'/AUTH/login',
	'/Auth/Login',
	'/auth/LOGIN',
	'/users//register',
	'/users/Register',
	'/ITEMS/articles',
	'/graphql/System',
	'/auth/login#x',
	'/items/a%00b',
	'/items/%ff',
	'/items/%zz',
	'/items/文'
])('the path %s is not canonical', (target) => {
	expect(isCanonical(target)).toBe(false);
});

test('a canonical path stays the same through URL and decodeURIComponent', () => {
	const piece = fc.constantFrom(
		'auth',
		'Login',
		'.',
		'..',
		'%2e',
		'%2F',
		'/',
		'//',
		'\\',
		'é',
		'x%41'
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
			const target = `/${pieces.join('/')}`;
			fc.pre(isCanonical(target));
			expect(new URL(target, 'http://directus').pathname).toBe(target);
			expect(decodeURIComponent(target).split('/')).toHaveLength(target.split('/').length);
		})
	);
});

test.each(['/', '/a', 'a', '%20', '%', '/..', '(', '?'])(
	'D33 the time for a path grows in proportion to its length: many %j',
	(part) => {
		expectLinear((times) => isCanonical(`/items/${part.repeat(times)}!`));
	}
);
