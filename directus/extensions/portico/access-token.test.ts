import jsonwebtoken from 'jsonwebtoken';
import { expect, test } from 'vitest';
import { shortenAccessToken } from './access-token.ts';

const SECRET = 'a secret of thirty-two characters';
const CLAIMS = { id: 'ada', role: null, app_access: false, session: 'opaque', enforce_tfa: true };

function signedByDirectus(secret = SECRET) {
	return jsonwebtoken.sign(CLAIMS, secret, { expiresIn: '7d', issuer: 'directus' });
}

test('a shortened access token keeps every claim', () => {
	const { token } = shortenAccessToken(signedByDirectus(), SECRET, '5m');

	expect(verified(token)).toEqual({
		...CLAIMS,
		iss: 'directus',
		iat: expect.any(Number) as number,
		exp: expect.any(Number) as number
	});
});

test('a shortened access token has the lifetime of ACCESS_TOKEN_TTL', () => {
	const now = Date.now();

	for (const [lifetime, seconds] of [
		['5m', 300],
		['6s', 6],
		['1h', 3600],
		[90, 90]
	] as const) {
		const { token, expires } = shortenAccessToken(signedByDirectus(), SECRET, lifetime, now);

		const { iat = 0, exp = 0 } = verified(token);
		expect(exp - iat).toBe(seconds);
		expect(expires).toBe(exp * 1000 - now);
	}
});

test('a token signed with another secret is not shortened', () => {
	expect(() => shortenAccessToken(signedByDirectus('another'), SECRET, '5m')).toThrow(
		'invalid signature'
	);
});

test('an unsigned token is not shortened', () => {
	const unsigned = jsonwebtoken.sign(CLAIMS, '', { algorithm: 'none', issuer: 'directus' });

	expect(() => shortenAccessToken(unsigned, SECRET, '5m')).toThrow();
});

function verified(token: string): jsonwebtoken.JwtPayload {
	return jsonwebtoken.verify(token, SECRET) as jsonwebtoken.JwtPayload;
}
