import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { networkOf } from '@portico/contract/network.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { type Code, DirectusFailure, isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';
import { readClaims, tokensOf, type Tokens } from '../session/tokens.ts';
import * as rateLimits from './rate-limits.ts';
import * as turns from './turns.ts';

const TIMEOUT_SECONDS = 15;
const BUSY_SECONDS = 10;

/** The outcome of a sign-in; a refusal has the code of Directus, or the exceeded limit, for the log. */
export type SignIn = { kind: 'signed-in'; tokens: Tokens } | Refused;

type Refused =
	| { kind: 'refused' | 'code-wanted'; code: Code }
	/** Too many attempts from this address. */
	| { kind: 'too-many'; waitSeconds: number; limit: AttemptLimit }
	/** Too many sign-ins are in flight. */
	| { kind: 'busy'; waitSeconds: number; limit: 'sign-in-queue' | 'directus' };

type AttemptLimit = 'RATE_LIMIT_PER_ADDRESS' | 'RATE_LIMIT_PER_ACCOUNT';

type Credentials = { email: string; password: string; otp?: string };

/**
 * Signs in with an address and a password, and a one-time code where the account requires one. `refused` does not reveal
 * whether the account exists.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus did not respond
 */
export async function signIn(credentials: Credentials, visitor: Visitor): Promise<SignIn> {
	const outcome = await attempt(credentials, visitor).catch((error: unknown) => {
		metrics.signIn({ outcome: 'unavailable' });
		throw error;
	});
	const { kind } = outcome;
	metrics.signIn({ outcome: kind });
	const { address } = visitor;
	if (kind !== 'signed-in') {
		log.warn({ outcome: kind, ...reasonOf(outcome), address }, 'not signed in');
	} else {
		log.info({ userId: readClaims(outcome.tokens.accessToken)?.userId, address }, 'signed in');
	}
	return outcome;
}

function reasonOf(outcome: Refused): { limit: string } | { code: Code } {
	return 'limit' in outcome ? { limit: outcome.limit } : { code: outcome.code };
}

async function attempt(credentials: Credentials, visitor: Visitor): Promise<SignIn> {
	const waitSeconds = await rateLimits.countAttempt(visitor.address);
	if (waitSeconds) return { kind: 'too-many', waitSeconds, limit: 'RATE_LIMIT_PER_ADDRESS' };

	const account = credentials.email.toLowerCase();
	const signIn = await turns.runUnlessQueueFull(() =>
		// one by one, so that concurrent attempts are counted like consecutive ones
		turns.runInSequence(`${account} ${networkOf(visitor.address)}`, () =>
			queueExchange(account, credentials, visitor)
		)
	);
	return signIn ?? { kind: 'busy', waitSeconds: BUSY_SECONDS, limit: 'sign-in-queue' };
}

/**
 * One at a time for one account: where `auth_login_attempts` is set, Directus suspends an account for sign-ins at the
 * same moment, right ones too. But an address that failed before does not delay others.
 */
async function queueExchange(
	account: string,
	credentials: Credentials,
	visitor: Visitor
): Promise<SignIn> {
	const penalty = await rateLimits.penalty(account, visitor.address);
	const { waitSeconds } = penalty;
	if (waitSeconds) return { kind: 'too-many', waitSeconds, limit: 'RATE_LIMIT_PER_ACCOUNT' };

	await delay(penalty.delaySeconds * 1000);
	const send = () => turns.runAtDirectus(() => exchange(credentials, visitor));
	return penalty.hasFailed ? send() : turns.runInSequence(account, send);
}

async function exchange(credentials: Credentials, visitor: Visitor): Promise<SignIn> {
	const { email, password, otp } = credentials;
	try {
		const answer = await call(ENDPOINTS.session, {
			method: 'POST',
			body: { email, password, ...(otp && { otp }) },
			visitor,
			timeoutSeconds: TIMEOUT_SECONDS
		});
		return { kind: 'signed-in', tokens: tokensOf(answer) };
	} catch (error) {
		if (error instanceof DirectusFailure && error.status === 429) {
			return { kind: 'busy', waitSeconds: BUSY_SECONDS, limit: 'directus' };
		}
		// without a code, Directus requests one; with a code, the attempt failed
		if (isFailure(error, 'INVALID_OTP') && !otp) return { kind: 'code-wanted', code: error.code };
		if (!isFailure(error, 'INVALID_CREDENTIALS', 'INVALID_PAYLOAD', 'INVALID_OTP')) throw error;
		await rateLimits.countFailure(email, visitor.address);
		const { code } = error;
		return { kind: code === 'INVALID_OTP' ? 'code-wanted' : 'refused', code };
	}
}
