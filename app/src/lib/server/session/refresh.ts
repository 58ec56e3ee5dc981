import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { InFlight } from '../cache/in-flight.ts';
import { DirectusFailure, isFailure, unavailable } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';
import { fingerprint } from './seal.ts';
import * as successors from './successors.ts';
import { tokensOf, type Tokens } from './tokens.ts';

const CALLER_TIMEOUT_SECONDS = 5;

/** The refreshes that callers wait for, by the fingerprint of the token they spend. */
const refreshes = new InFlight<Tokens | null>();

/**
 * Exchanges a refresh token for its successor; null when Directus says that the session has ended. All requests with
 * the same token, at once or within a minute, get the same successor: in one process from one exchange, with Redis in
 * all of them; without it Directus gives each process the same.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer within five seconds: the session may well be alive
 */
export function refresh(refreshToken: string, visitor: Visitor): Promise<Tokens | null> {
	const kept = successors.of(refreshToken);
	let isShared = true;
	const begin = () => {
		isShared = false;
		return withCallerTimeout(obtain(refreshToken, visitor));
	};
	const tokens = kept ? Promise.resolve(kept) : refreshes.share(fingerprint(refreshToken), begin);
	if (isShared) metrics.refresh({ outcome: 'shared-in-process' });
	return tokens;
}

async function obtain(refreshToken: string, visitor: Visitor): Promise<Tokens | null> {
	const successor = await successors.fromOtherReplica(refreshToken);
	if (!successor) return exchange(refreshToken, visitor);
	metrics.refresh({ outcome: 'shared-through-redis' });
	return successor;
}

/** A refresh that was sent is never aborted: Directus may have rotated the token although its answer was lost. */
async function exchange(refreshToken: string, visitor: Visitor): Promise<Tokens | null> {
	try {
		const answer = await call(ENDPOINTS.refresh, {
			method: 'POST',
			body: { refresh_token: refreshToken },
			visitor,
			timeoutSeconds: null
		});
		const successor = tokensOf(answer);
		successors.keep(refreshToken, successor);
		metrics.refresh({ outcome: 'made' });
		return successor;
	} catch (error) {
		successors.releaseLock(refreshToken);
		log.warn({ err: error, address: visitor.address }, 'session not refreshed');
		const hasEnded = endsSession(error);
		metrics.refresh({ outcome: hasEnded ? 'ended' : 'unavailable' });
		if (hasEnded) return null;
		throw isFailure(error, 'UNAVAILABLE') ? error : unavailable(null, error);
	}
}

/** Only 401, and 403 with INVALID_TOKEN, end a session; whatever else goes wrong says nothing about it. */
function endsSession(error: unknown): boolean {
	if (!(error instanceof DirectusFailure) || error.unavailable) return false;
	return error.status === 401 || (error.status === 403 && error.code === 'INVALID_TOKEN');
}

/**
 * Callers stop waiting, and the next caller starts a new exchange: the connection may be dead without an error. The
 * request that was sent goes on, and its answer leaves the successor for later requests.
 */
function withCallerTimeout<T>(promise: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			metrics.refresh({ outcome: 'timed-out' });
			reject(unavailable(null));
		}, CALLER_TIMEOUT_SECONDS * 1000);
		promise.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}
