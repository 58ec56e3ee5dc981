import jsonwebtoken from 'jsonwebtoken';
import type { Database } from '../endpoint.ts';
import { heldPolicies } from './held-policies.ts';
import { coversAddress } from './ip-access.ts';

/** Owner of a token by its claims; a static token is looked up as it is. */
type Claim = { id: string; role: string | null } | { token: string };

/**
 * Whether a token's owner has Studio access at this moment and from this address: an active account, with the role that
 * the token names, and a policy that gives app or admin access to the person, the role or a role above it. Directus
 * verifies signature and expiry of the token afterwards.
 */
export async function hasStudioAccess(
	token: string,
	address: string | null,
	database: Database
): Promise<boolean> {
	const claim = claimIn(token);
	if (!claim) return false;
	const policies = await policiesOf(claim, database);
	return policies.some(
		({ status, role, ip_access }) =>
			status === 'active' &&
			(!('id' in claim) || role === claim.role) &&
			coversAddress(ip_access, address)
	);
}

/** Reads a token as Directus does: every token that Directus did not sign is a static one. */
function claimIn(token: string): Claim | null {
	const claims = decoded(token);
	if (claims?.iss !== 'directus') return { token };
	const { id, role, share } = claims as Record<string, unknown>;
	// tokens of shares are for strangers
	if (share !== undefined || typeof id !== 'string') return null;
	return { id, role: typeof role === 'string' ? role : null };
}

function decoded(token: string): jsonwebtoken.JwtPayload | null {
	try {
		return jsonwebtoken.decode(token, { json: true });
	} catch {
		return null;
	}
}

interface Row {
	status: string;
	role: string | null;
	ip_access: string | null;
}

/** The policies that give a person Studio or admin access; a line for each. */
async function policiesOf(claim: Claim, database: Database): Promise<Row[]> {
	const owner = 'id' in claim ? { 'person.id': claim.id } : { 'person.token': claim.token };
	return heldPolicies(database, owner)
		.andWhere((granting) => {
			void granting.where('policy.app_access', true).orWhere('policy.admin_access', true);
		})
		.select<Row[]>('person.status', 'person.role', 'policy.ip_access');
}
