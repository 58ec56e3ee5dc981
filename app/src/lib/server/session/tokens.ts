import jwt from 'jsonwebtoken';
import * as v from 'valibot';
import { unavailable } from '../directus/failure.ts';

/** The two tokens of a session: the access token (a JWT, minutes) and the refresh token (opaque, days). */
export type Tokens = { accessToken: string; refreshToken: string };

/** What is read from an access token, unverified: good for timing, never for deciding what a person may do. */
export type Claims = { userId: string; role: string | null; issuedAt: number; expiresAt: number };

/** A browser keeps no larger cookie (RFC 6265bis, 5.6), so nothing larger is ours. */
const MAX_TOKEN_LENGTH = 4096;
const REFRESH_MARGIN_SECONDS = 60;

const claimsSchema = v.object({
	id: v.string(),
	role: v.nullable(v.string()),
	session: v.string(),
	iat: v.pipe(v.number(), v.finite()),
	exp: v.pipe(v.number(), v.finite())
});

const answerSchema = v.object({
	data: v.object({
		access_token: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_TOKEN_LENGTH)),
		refresh_token: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_TOKEN_LENGTH))
	})
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

/**
 * The tokens in an answer of the session endpoint.
 *
 * @throws {DirectusFailure} UNAVAILABLE when it holds none; the answer itself goes into no error and so into no log
 */
export function parseTokens(answer: unknown): Tokens {
	const parsed = v.safeParse(answerSchema, answer);
	if (!parsed.success) throw unavailable(null);
	const { access_token, refresh_token } = parsed.output.data;
	return { accessToken: access_token, refreshToken: refresh_token };
}

function decode(accessToken: string): unknown {
	try {
		return jwt.decode(accessToken);
	} catch {
		// jsonwebtoken throws on some malformed payloads instead of returning null
		return null;
	}
}
