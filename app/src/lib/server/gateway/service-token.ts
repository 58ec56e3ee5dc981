import { APP_ORIGIN, GATEWAY_KEYS } from '$app/env/private';
import {
	GATEWAY_TOKEN_SECONDS,
	privateKeyOf,
	publicJwkOf,
	publishedKeys,
	signingKey,
	type PublicJwk
} from '@portico/contract/gateway.ts';
import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import type { User } from '../session/access.ts';

/** A token that is left less time is not sent: it could expire on its way. */
const MARGIN_SECONDS = 15;
const MAX_ENTRIES = 50_000;

/** Both halves of each key, in the order in which they sign. */
const pairs = GATEWAY_KEYS.map((key) => ({
	...key,
	publicJwk: publicJwkOf(key),
	privateKey: privateKeyOf(key.pkcs8)
}));

const tokens = new LRUCache<string, { token: Promise<string>; issuedAt: number }>({
	max: MAX_ENTRIES
});

/**
 * The key set that services verify tokens with (RFC 7517).
 *
 * @param now seconds since the epoch
 */
export function keySet(now: number): { keys: PublicJwk[] } {
	const published = publishedKeys(GATEWAY_KEYS, now);
	const isPublished = ({ pkcs8 }: { pkcs8: string }) =>
		published.some((key) => key.pkcs8 === pkcs8);
	return { keys: pairs.filter(isPublished).map(({ publicJwk }) => publicJwk) };
}

/**
 * A token that tells a service who sends a request: for a minute, for this service alone. Requests of one session reuse it.
 * Null where the installation has no key, or Directus is an older release that does not name sessions.
 *
 * @param now seconds since the epoch
 */
export async function serviceToken(
	{ id, role, session_name }: User,
	service: string,
	now: number
): Promise<string | null> {
	const key = signingKey(GATEWAY_KEYS, now);
	const pair = pairs.find(({ pkcs8 }) => pkcs8 === key?.pkcs8);
	if (!pair || session_name === null) return null;

	const name = [service, session_name, id, role?.id].join(' ');
	const kept = tokens.get(name);
	if (kept && now - kept.issuedAt < GATEWAY_TOKEN_SECONDS - MARGIN_SECONDS) return kept.token;
	const issuedAt = Math.floor(now);
	const token = new SignJWT({ role: role?.id ?? null, sid: session_name })
		.setProtectedHeader({ alg: pair.publicJwk.alg, typ: 'JWT', kid: pair.publicJwk.kid })
		.setIssuer(APP_ORIGIN)
		.setAudience(service)
		.setSubject(id)
		.setJti(randomUUID())
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + GATEWAY_TOKEN_SECONDS)
		.sign(pair.privateKey);
	tokens.set(name, { token, issuedAt });
	return token;
}
