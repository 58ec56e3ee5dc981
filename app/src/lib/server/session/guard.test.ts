import { describe, expect, test } from 'vitest';
import { GUEST, type Access } from './access.ts';
import { refusal } from './guard.ts';

const MEMBER: Access = {
	kind: 'member',
	user: {
		id: 'u1',
		email: 'a@example.com',
		first_name: null,
		last_name: null,
		status: 'active',
		role: null,
		language: null,
		session_name: null,
		avatar: null,
		profile: {},
		studio: false,
		rules_by_address: false,
		rights: {}
	},
	asker: { accessToken: 'token', address: null }
};
const UNKNOWN: Access = { kind: 'unknown' };
const refusalFor = (access: Access, routeId: string | null, path: string, method = 'GET') =>
	refusal(access, { routeId, method, url: new URL(path, 'https://portico.example') });

describe('a route of (protected)', () => {
	const route = '/(protected)/profile';

	test.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])(
		'G01 refuses a guest who sends %s',
		(method) => {
			expect(refusalFor(GUEST, route, '/profile?tab=names', method)).toEqual({
				kind: 'redirect',
				location: '/signin?redirectedFrom=%2Fprofile%3Ftab%3Dnames'
			});
		}
	);

	test('is guarded by its route id, however the path is written', () => {
		expect(refusalFor(GUEST, route, '/%70rofile/')?.kind).toBe('redirect');
		expect(refusalFor(GUEST, '/(protected)/reading-list/[id]', '/x')?.kind).toBe('redirect');
		expect(refusalFor(GUEST, '/(site)/(protected)/x', '/x')?.kind).toBe('redirect');
	});

	test('keeps the return path of a form', () => {
		expect(refusalFor(GUEST, route, '/profile?/save', 'POST')).toEqual({
			kind: 'redirect',
			location: '/signin?redirectedFrom=%2Fprofile'
		});
	});

	test('lets a member in', () => {
		expect(refusalFor(MEMBER, route, '/profile')).toBeNull();
	});

	test('R04 is unavailable while Directus cannot identify the visitor', () => {
		expect(refusalFor(UNKNOWN, route, '/profile')).toEqual({ kind: 'unavailable' });
	});
});

describe('a page for guests', () => {
	test('redirects a member to their return path', () => {
		expect(refusalFor(MEMBER, '/(guest)/signin', '/signin?redirectedFrom=%2Farticles%2Fx')).toEqual(
			{
				kind: 'redirect',
				location: '/articles/x'
			}
		);
		expect(refusalFor(MEMBER, '/(guest)/signin', '/signin?redirectedFrom=//evil.example')).toEqual({
			kind: 'redirect',
			location: '/profile'
		});
	});

	test('accepts a form of a member: another sign-in replaces the session', () => {
		expect(refusalFor(MEMBER, '/(guest)/signin', '/signin?/login', 'POST')).toBeNull();
	});

	test.each([GUEST, UNKNOWN])('is open to $kind', (access) => {
		expect(refusalFor(access, '/(guest)/signin', '/signin')).toBeNull();
	});
});

test.each([GUEST, MEMBER, UNKNOWN])('other routes are open to $kind', (access) => {
	expect(refusalFor(access, '/(public)/articles', '/articles')).toBeNull();
	expect(refusalFor(access, null, '/nowhere')).toBeNull();
	expect(refusalFor(access, '/(public)/protected', '/protected')).toBeNull();
});
