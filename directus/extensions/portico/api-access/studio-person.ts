import jsonwebtoken from 'jsonwebtoken';
import type { Database } from '../endpoint.ts';
import { coversAddress } from './ip-access.ts';

/** What a token says about its owner; a static token is looked for as it is. */
type Claim = { id: string; role: string | null } | { token: string };

/**
 * Whether a token's owner has Studio access at this moment and from this address: an active account, with the role that
 * the token names, and a policy that gives app or admin access to the person, the role or a role above it. Whether the
 * token is genuine and alive is Directus' to find out, after this.
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

/** Read as Directus reads it: what is no token of Directus' own is a static one. */
function claimIn(token: string): Claim | null {
	const claims = decoded(token);
	if (claims?.iss !== 'directus') return { token };
	const { id, role, share } = claims as Record<string, unknown>;
	// what is shared is for strangers
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

/** The policies that give a person Studio or admin access, as the tables are now; a line for each. */
function policiesOf(claim: Claim, database: Database): Promise<Row[]> {
	const owner = 'id' in claim ? { 'person.id': claim.id } : { 'person.token': claim.token };
	return (
		database
			.withRecursive('lineage', (lineage) => {
				void lineage
					.select('role.id', 'role.parent')
					.from('directus_roles as role')
					.join('directus_users as person', 'person.role', 'role.id')
					.where(owner)
					// not "all": two roles that are each other's parents come to an end
					.union((parents) => {
						void parents
							.select('role.id', 'role.parent')
							.from('directus_roles as role')
							.join('lineage', 'lineage.parent', 'role.id');
					});
			})
			.select<Row[]>('person.status', 'person.role', 'policy.ip_access')
			.from('directus_users as person')
			// each role and policy that is given to somebody; the person is one row
			.crossJoin(database.ref('directus_access').as('access'))
			.join('directus_policies as policy', 'policy.id', 'access.policy')
			.where(owner)
			.andWhere((holder) => {
				void holder
					.where('access.user', database.ref('person.id'))
					.orWhereIn('access.role', database.select('id').from('lineage'));
			})
			.andWhere((granting) => {
				void granting.where('policy.app_access', true).orWhere('policy.admin_access', true);
			})
	);
}
