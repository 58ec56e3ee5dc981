import { MAX_TOKEN_LENGTH, type tokensAnswer } from '@portico/contract/answers.ts';
import jwt from 'jsonwebtoken';
import * as v from 'valibot';

/** The two tokens of a session: the access token (a JWT, minutes) and the refresh token (opaque, days). */
export type Tokens = { accessToken: string; refreshToken: string };

/** Claims of an access token, unverified: good for timing, never for deciding what a person may do. */
export type Claims = { userId: string; role: string | null; issuedAt: number; expiresAt: number };

const REFRESH_MARGIN_SECONDS = 60;

const claimsSchema = v.object({
	id: v.string(),
	role: v.nullable(v.string()),
	session: v.string(),
	iat: v.pipe(v.number(), v.finite()),
	exp: v.pipe(v.number(), v.finite())
});

/** The claims of an access token that is bound to a session, or null where it is none. Never throws. */
export function readClaims(accessToken: string): Claims | null {
	if (accessToken.length > MAX_TOKEN_LENGTH) return null;
	const claims = v.safeParse(claimsSchema, decode(accessToken));
	if (!claims.success) return null;
	const { id, role, iat, exp } = claims.output;
	return { userId: id, role, issuedAt: iat, expiresAt: exp };
}

/**
 * Whether a token is still good for longer than the margin: a minute, or a quarter of its lifetime where that is less,
 * so that it neither dies on the way to Directus nor by clocks that differ.
 *
 * @param now seconds since the epoch
 */
export function isFresh({ issuedAt, expiresAt }: Claims, now: number): boolean {
	const margin = Math.min(REFRESH_MARGIN_SECONDS, (expiresAt - issuedAt) / 4);
	return expiresAt - now > margin;
}

/** The tokens in an answer of the session endpoint. */
export function tokensOf({ data }: v.InferOutput<typeof tokensAnswer>): Tokens {
	return { accessToken: data.access_token, refreshToken: data.refresh_token };
}

function decode(accessToken: string): unknown {
	try {
		return jwt.decode(accessToken);
	} catch {
		// jsonwebtoken throws on some malformed payloads instead of returning null
		return null;
	}
}
