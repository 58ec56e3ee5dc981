import jsonwebtoken from 'jsonwebtoken';

/** The same token with a shorter life, and how many milliseconds of it are left. */
interface AccessToken {
	token: string;
	/** Milliseconds. */
	expires: number;
}

/**
 * Signs a token of Directus anew, with the same claims and the lifetime of an access token:
 * Directus gives the tokens of its sessions the lifetime of the whole session.
 *
 * Directus signs with jsonwebtoken too, so `lifetime` has the same format as ACCESS_TOKEN_TTL.
 * It throws if the secret is not the one the token was signed with.
 */
export function shortenAccessToken(
	token: string,
	secret: string,
	lifetime: Lifetime,
	now = Date.now()
): AccessToken {
	const signed = jsonwebtoken.verify(token, secret, { algorithms: ['HS256'], issuer: 'directus' });
	if (typeof signed === 'string') throw new Error('The access token carries no claims');

	const claims = { ...signed, iat: Math.floor(now / 1000) };
	delete claims.exp;
	const shortened = jsonwebtoken.sign(claims, secret, { expiresIn: lifetime });

	return { token: shortened, expires: expiry(shortened) * 1000 - now };
}

/** Seconds as a number, or words such as `5m`. */
export type Lifetime = NonNullable<jsonwebtoken.SignOptions['expiresIn']>;

function expiry(token: string): number {
	const claims = jsonwebtoken.decode(token, { json: true });
	if (claims?.exp === undefined) throw new Error('The access token never expires');
	return claims.exp;
}
