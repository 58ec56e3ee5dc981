import { describe, expect, test } from 'vitest';
import { GUEST, type Access } from './access.ts';
import { refusal } from './guard.ts';

const MEMBER: Access = {
	kind: 'member',
	user: {
		id: 'u1',
		email: 'a@example.com',
		firstName: null,
		lastName: null,
		role: null,
		language: null,
		studio: false,
		rulesByAddress: false
	},
	asker: { accessToken: 'token', address: null }
};
const UNKNOWN: Access = { kind: 'unknown' };
const ask = (access: Access, routeId: string | null, path: string, method = 'GET') =>
	refusal(access, { routeId, method, url: new URL(path, 'https://portico.example') });

describe('a route of (protected)', () => {
	const route = '/(protected)/profile';

	test.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])(
		'G01 refuses a guest who sends %s',
		(method) => {
			expect(ask(GUEST, route, '/profile?tab=names', method)).toEqual({
				kind: 'redirect',
				location: '/signin?redirectedFrom=%2Fprofile%3Ftab%3Dnames'
			});
		}
	);

	test('is refused by its id, however the path was written', () => {
		expect(ask(GUEST, route, '/%70rofile/')?.kind).toBe('redirect');
		expect(ask(GUEST, '/(protected)/reading-list/[id]', '/x')?.kind).toBe('redirect');
		expect(ask(GUEST, '/(site)/(protected)/x', '/x')?.kind).toBe('redirect');
	});

	test('keeps the way back of a form', () => {
		expect(ask(GUEST, route, '/profile?/save', 'POST')).toEqual({
			kind: 'redirect',
			location: '/signin?redirectedFrom=%2Fprofile'
		});
	});

	test('lets a member in', () => {
		expect(ask(MEMBER, route, '/profile')).toBeNull();
	});

	test('R04 waits while nobody can tell who is asking', () => {
		expect(ask(UNKNOWN, route, '/profile')).toEqual({ kind: 'unavailable' });
	});
});

describe('a page for guests', () => {
	test('sends a member on, back to where they were going', () => {
		expect(ask(MEMBER, '/(guest)/signin', '/signin?redirectedFrom=%2Farticles%2Fx')).toEqual({
			kind: 'redirect',
			location: '/articles/x'
		});
		expect(ask(MEMBER, '/(guest)/signin', '/signin?redirectedFrom=//evil.example')).toEqual({
			kind: 'redirect',
			location: '/profile'
		});
	});

	test('takes a form from a member: another sign-in replaces the session', () => {
		expect(ask(MEMBER, '/(guest)/signin', '/signin?/login', 'POST')).toBeNull();
	});

	test.each([GUEST, UNKNOWN])('is open to $kind', (access) => {
		expect(ask(access, '/(guest)/signin', '/signin')).toBeNull();
	});
});

test.each([GUEST, MEMBER, UNKNOWN])('other routes are open to $kind', (access) => {
	expect(ask(access, '/(public)/articles', '/articles')).toBeNull();
	expect(ask(access, null, '/nowhere')).toBeNull();
	expect(ask(access, '/(public)/protected', '/protected')).toBeNull();
});
