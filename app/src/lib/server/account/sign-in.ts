import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { networkOf } from '@portico/contract/network.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { DirectusFailure, isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';
import { readClaims, tokensOf, type Tokens } from '../session/tokens.ts';
import * as limits from './limits.ts';
import * as turns from './turns.ts';

const TIMEOUT_SECONDS = 15;
const BUSY_SECONDS = 10;

export type SignIn =
	| { kind: 'signed-in'; tokens: Tokens }
	| { kind: 'refused' }
	| { kind: 'code-wanted' }
	/** Too many attempts from this address. */
	| { kind: 'too-many'; waitSeconds: number }
	/** Too many sign-ins are in flight. */
	| { kind: 'busy'; waitSeconds: number };

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
	if (kind !== 'signed-in') log.warn({ outcome: kind, address }, 'not signed in');
	else log.info({ userId: readClaims(outcome.tokens.accessToken)?.userId, address }, 'signed in');
	return outcome;
}

async function attempt(credentials: Credentials, visitor: Visitor): Promise<SignIn> {
	const waitSeconds = await limits.countTry(visitor.address);
	if (waitSeconds) return { kind: 'too-many', waitSeconds };

	const account = credentials.email.toLowerCase();
	const signIn = await turns.unlessCrowded(() =>
		// one by one, so that concurrent attempts are counted like consecutive ones
		turns.inSequence(`${account} ${networkOf(visitor.address)}`, () =>
			standInLine(account, credentials, visitor)
		)
	);
	return signIn ?? { kind: 'busy', waitSeconds: BUSY_SECONDS };
}

/**
 * One at a time for one account: where `auth_login_attempts` is set, Directus suspends an account for sign-ins at the
 * same moment, right ones too. But an address that failed before does not delay others.
 */
async function standInLine(
	account: string,
	credentials: Credentials,
	visitor: Visitor
): Promise<SignIn> {
	const standing = await limits.standing(account, visitor.address);
	if (standing.waitSeconds) return { kind: 'too-many', waitSeconds: standing.waitSeconds };

	await delay(standing.delaySeconds * 1000);
	const ask = () => turns.atDirectus(() => exchange(credentials, visitor));
	return standing.hasFailed ? ask() : turns.inSequence(account, ask);
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
			return { kind: 'busy', waitSeconds: BUSY_SECONDS };
		}
		// without a code, Directus requests one; with a code, the attempt failed
		if (isFailure(error, 'INVALID_OTP') && !otp) return { kind: 'code-wanted' };
		if (!isFailure(error, 'INVALID_CREDENTIALS', 'INVALID_PAYLOAD', 'INVALID_OTP')) throw error;
		await limits.countFailure(email, visitor.address);
		return isFailure(error, 'INVALID_OTP') ? { kind: 'code-wanted' } : { kind: 'refused' };
	}
}
