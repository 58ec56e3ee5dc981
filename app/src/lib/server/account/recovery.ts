import { APP_ORIGIN } from '$app/env/private';
import { anyAnswer } from '@portico/contract/answers.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import { withReturnPath } from '../session/return-path.ts';
import * as rateLimits from './rate-limits.ts';
import * as policy from './policy.ts';

const TIMEOUT_SECONDS = 15;
/** Codes of Directus for a link that was used, has expired or is invalid, or whose owner is no longer active. */
const INVALID_LINK_CODES = ['INVALID_TOKEN', 'TOKEN_EXPIRED', 'FORBIDDEN'] as const;

/**
 * Has Directus mail a link to choose a new password, if the address has an account, or the link that opens an account
 * that is still unverified, with the return path; the result does not reveal whether there is one.
 * Returns the seconds to wait where one address made too many requests, else 0.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function request(
	email: string,
	{ visitor, back }: { visitor: Visitor; back: string | null }
): Promise<number> {
	const waitSeconds = await rateLimits.countAttempt(visitor.address);
	if (waitSeconds) return waitSeconds;
	// earlier emails are still valid, and their number is not revealed
	if (!(await rateLimits.mayMail(email))) return 0;
	// links use the configured origin, not the Host header of the request
	const body = {
		email,
		reset_url: `${APP_ORIGIN}/reset-password`,
		opening_url: withReturnPath(`${APP_ORIGIN}/verify-email`, back)
	};
	const options = { method: 'POST', visitor, timeoutSeconds: TIMEOUT_SECONDS } as const;
	try {
		await call(ENDPOINTS.recovery, { ...options, body });
	} catch (error) {
		if (!isFailure(error, 'ROUTE_NOT_FOUND')) throw error;
		// during a deployment, Directus may still run the previous release
		const { email, reset_url } = body;
		const request = { path: '/auth/password/request', answer: anyAnswer } as const;
		await call(request, { ...options, body: { email, reset_url } });
	}
	return 0;
}

export type Reset = { kind: 'reset' } | { kind: 'weak'; rule: string } | { kind: 'spent' };

/**
 * Sets a new password with the token of a mailed link, which ends every session of the account; `spent` where the link
 * was used before or has run out.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function reset(token: string, password: string, visitor: Visitor): Promise<Reset> {
	const rule = (await policy.read()).password;
	const problem = rule.problemWith(password);
	if (problem) return { kind: 'weak', rule: problem };
	try {
		const body = { token, password };
		await call(
			{ path: '/auth/password/reset', answer: anyAnswer },
			{ method: 'POST', body, visitor, timeoutSeconds: TIMEOUT_SECONDS }
		);
		return { kind: 'reset' };
	} catch (error) {
		// the rule changed a moment ago, or only Directus can parse it
		if (isFailure(error, 'FAILED_VALIDATION', 'INVALID_PAYLOAD'))
			return { kind: 'weak', rule: rule.text };
		if (isFailure(error, ...INVALID_LINK_CODES)) return { kind: 'spent' };
		throw error;
	}
}
