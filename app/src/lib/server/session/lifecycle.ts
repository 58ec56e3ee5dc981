import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import type { Cookies } from '@sveltejs/kit';
import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import { log } from '../operations/log.ts';
import { GUEST, UNKNOWN, type Access, type User } from './access.ts';
import * as sessionCookies from './cookies.ts';
import * as userCache from './user-cache.ts';
import { refresh } from './refresh.ts';
import { isFresh, readClaims, type Claims, type Tokens } from './tokens.ts';

/** Successors are kept for a minute, in which short-lived access tokens may be exchanged several times. */
const MAX_RENEWALS = 5;

/** The access that the cookies of a request give, and the cookies to send back. */
export type Opened = {
	access: Access;
	/** New tokens for the browser, `ended` where its cookies are to go, null where they stay as they are. */
	cookies: Tokens | 'ended' | null;
};

/**
 * Identifies the sender of these cookies, and refreshes them where that is due. Never throws, whatever the cookies hold
 * and Directus does: where it does not answer, access is `unknown` and the cookies stay untouched.
 *
 * @param now seconds since the epoch
 */
export async function open(
	cookies: sessionCookies.SessionCookies,
	visitor: Visitor,
	now: number
): Promise<Opened> {
	const { accessToken, refreshToken } = cookies;
	if (!accessToken && !refreshToken) return { access: GUEST, cookies: null };

	const known = accessToken ? userCache.cached(accessToken) : null;
	const claims = known?.claims ?? (accessToken ? readClaims(accessToken) : null);
	try {
		if (accessToken && claims && isFresh(claims, now)) {
			const user = known?.user ?? (await userCache.ownerOf(accessToken));
			if (user && actsAs(user, claims))
				return { access: member(user, accessToken, visitor), cookies: null };
		}
		return refreshToken ? await renew(refreshToken, visitor) : { access: GUEST, cookies: 'ended' };
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
		// a token that has not expired and whose owner is cached serves as before
		const serves = accessToken && known && known.claims.expiresAt > now;
		const access = serves ? member(known.user, accessToken, visitor) : UNKNOWN;
		return { access, cookies: null };
	}
}

/**
 * Ends a session at Directus, and invalidates the cached entries of its owner.
 *
 * @throws {DirectusFailure} when Directus did not answer
 */
export async function end({
	accessToken,
	refreshToken
}: sessionCookies.SessionCookies): Promise<void> {
	const userId = accessToken ? readClaims(accessToken)?.userId : null;
	try {
		if (!refreshToken) return;
		const body = { refresh_token: refreshToken };
		await call(ENDPOINTS.end, { method: 'POST', body });
	} finally {
		if (userId) userCache.invalidate(userId);
	}
}

/**
 * Puts a new session in the place of whatever session the browser came with, which ends: nothing planted before a
 * sign-in outlives it (OWASP ASVS 7.2.4).
 */
export async function replace(cookies: Cookies, tokens: Tokens): Promise<void> {
	const previous = sessionCookies.read(cookies);
	sessionCookies.write(cookies, tokens);
	await end(previous).catch((error: unknown) => {
		log.warn({ err: error }, 'replaced session not ended at Directus');
	});
}

async function renew(
	refreshToken: string,
	visitor: Visitor,
	renewals = MAX_RENEWALS
): Promise<Opened> {
	const tokens = await refresh(refreshToken, visitor);
	if (!tokens) return { access: GUEST, cookies: 'ended' };

	const claims = readClaims(tokens.accessToken);
	try {
		const user = await userCache.ownerOf(tokens.accessToken);
		// a successor that was kept may have expired, or be older than a change of role; where the session has ended, its
		// refresh token says so
		const isOutdated = !user || !actsAs(user, claims);
		if (isOutdated && renewals > 0) return await renew(tokens.refreshToken, visitor, renewals - 1);
		if (!user) return { access: GUEST, cookies: 'ended' };
		return { access: member(user, tokens.accessToken, visitor), cookies: tokens };
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE')) throw error;
		// the old token is spent, so the browser must get the new one although its owner is unknown
		return { access: UNKNOWN, cookies: tokens };
	}
}

/** Directus acts on the role that is written in a token: one that names another than the live role is out of date. */
function actsAs(user: User, claims: Claims | null): boolean {
	return claims?.userId === user.id && claims.role === (user.role?.id ?? null);
}

function member(user: User, accessToken: string, visitor: Visitor): Access {
	const address = user.rules_by_address ? visitor.address : null;
	return { kind: 'member', user, asker: { accessToken, address } };
}
