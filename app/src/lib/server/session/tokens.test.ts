import fc from 'fast-check';
import jwt from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import { isFresh, readClaims } from './tokens.ts';

const payload = {
	id: 'u1',
	role: 'r1',
	session: 's1',
	app_access: false,
	iat: 1000,
	exp: 1300,
	iss: 'directus'
};
const sign = (claims: object) => jwt.sign(claims, 'a secret nobody here knows');

describe('readClaims', () => {
	test('reads owner, role and times', () => {
		expect(readClaims(sign(payload))).toEqual({
			userId: 'u1',
			role: 'r1',
			issuedAt: 1000,
			expiresAt: 1300
		});
	});

	test('reads a person without a role', () => {
		expect(readClaims(sign({ ...payload, role: null }))?.role).toBeNull();
	});

	test.each([
		['nothing', ''],
		['a word', 'token'],
		['three empty parts', '..'],
		['a payload that is no JSON', 'eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.x'],
		[
			'a payload that is a text',
			`eyJhbGciOiJIUzI1NiJ9.${Buffer.from('"text"').toString('base64url')}.x`
		],
		['a token bound to no session', sign({ id: 'u1', role: null, iat: 1, exp: 2 })],
		['a reset token', sign({ email: 'a@example.com', scope: 'password-reset', iat: 1, exp: 2 })],
		['a time that is a text', sign({ ...payload, session: 1 })],
		['more than a cookie holds', `${sign(payload)}${'x'.repeat(4096)}`]
	])('finds no claims in %s', (_, token) => {
		expect(readClaims(token)).toBeNull();
	});

	test('finds none in a truncated token, and never throws', () => {
		const token = sign(payload);
		for (let length = 0; length < token.lastIndexOf('.'); length++) {
			expect(readClaims(token.slice(0, length))).toBeNull();
		}
	});

	test('never throws, for any input', () => {
		const part = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.json().map((json) => Buffer.from(json).toString('base64url'))
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
				const claims = readClaims(parts.join('.'));
				expect(claims === null || Number.isFinite(claims.expiresAt)).toBe(true);
			}),
			{ numRuns: 500 }
		);
	});
});

describe('R07 isFresh', () => {
	const claims = (lifetime: number) => ({
		userId: 'u1',
		role: null,
		issuedAt: 1000,
		expiresAt: 1000 + lifetime
	});

	test.each([
		{ lifetime: 300, left: 61, fresh: true },
		{ lifetime: 300, left: 60, fresh: false },
		{ lifetime: 300, left: -1, fresh: false },
		{ lifetime: 240, left: 61, fresh: true },
		{ lifetime: 60, left: 16, fresh: true },
		{ lifetime: 60, left: 15, fresh: false },
		{ lifetime: 6, left: 2, fresh: true },
		{ lifetime: 6, left: 1.5, fresh: false },
		{ lifetime: 86_400, left: 61, fresh: true }
	])('of $lifetime s with $left s left: $fresh', ({ lifetime, left, fresh }) => {
		expect(isFresh(claims(lifetime), 1000 + lifetime - left)).toBe(fresh);
	});

	test.each([-60, 60])(
		'a new token of five minutes is fresh on a clock that is %d s off',
		(offset) => {
			expect(isFresh(claims(300), 1000 + offset)).toBe(offset < 240);
		}
	);
});
