import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import type { Visitor } from '../directus/visitor.ts';
import * as policy from './policy.ts';

const TIMEOUT_SECONDS = 15;
/** Directus sends the last two for an address that was confirmed before, and for an invitation that was accepted. */
const INVALID_LINK_CODES = [
	'INVALID_TOKEN',
	'TOKEN_EXPIRED',
	'FORBIDDEN',
	'INVALID_PAYLOAD',
	'INVALID_INVITE'
] as const;

export type Verification =
	{ kind: 'verified'; email: string } | { kind: 'weak'; rule: string } | { kind: 'spent' };

/**
 * Confirms an address with the token of the mailed link and sets the password of the account: only now is it known that
 * the person who chooses it owns the address. `spent` where the link was used before or has run out.
 *
 * @throws {DirectusFailure} UNAVAILABLE when Directus gave no answer
 */
export async function verify(
	token: string,
	password: string,
	visitor: Visitor
): Promise<Verification> {
	const rule = (await policy.read()).password;
	const problem = rule.problemWith(password);
	if (problem) return { kind: 'weak', rule: problem };
	try {
		const answer = await call(ENDPOINTS.verification, {
			method: 'POST',
			body: { token, password },
			visitor,
			timeoutSeconds: TIMEOUT_SECONDS
		});
		return { kind: 'verified', email: answer.data.email };
	} catch (error) {
		// the rule changed a moment ago, or only Directus can parse it
		if (isFailure(error, 'FAILED_VALIDATION')) return { kind: 'weak', rule: rule.text };
		if (isFailure(error, ...INVALID_LINK_CODES)) return { kind: 'spent' };
		throw error;
	}
}
