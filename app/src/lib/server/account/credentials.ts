import pLimit from 'p-limit';
import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import { parseTokens, type Tokens } from '../session/tokens.ts';
import * as limits from './limits.ts';

/** Each sign-in costs Directus 64 MiB and 90 ms of both cores: more at once and reading stands still. */
const MOST_AT_ONCE = 4;
const TIMEOUT_SECONDS = 15;

const turn = pLimit(MOST_AT_ONCE);

export type SignIn =
	| { kind: 'signed-in'; tokens: Tokens }
	| { kind: 'refused' }
	| { kind: 'code-wanted' }
	| { kind: 'too-many'; waitSeconds: number };

/**
 * Signs in with an address and a password, and a one-time code where the account wants one. `refused` does not tell
 * whether the account exists.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function signIn(
	{ email, password, otp }: { email: string; password: string; otp?: string },
	visitor: Visitor
): Promise<SignIn> {
	const waitSeconds =
		(await limits.countTry(visitor.address)) ||
		(await limits.waitAfterFailures(email, visitor.address));
	if (waitSeconds) return { kind: 'too-many', waitSeconds };

	try {
		const body = { email, password, ...(otp && { otp }) };
		const answer = await turn(() =>
			call('/portico/session', { method: 'POST', body, visitor, timeoutSeconds: TIMEOUT_SECONDS })
		);
		return { kind: 'signed-in', tokens: parseTokens(answer) };
	} catch (error) {
		// without a code this is the question for one; with a code it is a failed try
		if (isFailure(error, 'INVALID_OTP') && !otp) return { kind: 'code-wanted' };
		if (!isFailure(error, 'INVALID_CREDENTIALS', 'INVALID_PAYLOAD', 'INVALID_OTP')) throw error;
		await limits.countFailure(email, visitor.address);
		return isFailure(error, 'INVALID_OTP') ? { kind: 'code-wanted' } : { kind: 'refused' };
	}
}
