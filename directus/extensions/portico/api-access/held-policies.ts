import type { Database } from '../endpoint.ts';

/** Holder of the policies: a person, by a column of `directus_users`. */
export type Owner = { 'person.id': string } | { 'person.token': string };

/**
 * The policies that are given to a person or to the person's role or a role above it, as the tables are now: a line for
 * each, with the tables `person` and `policy` to select from.
 */
export function heldPolicies(database: Database, owner: Owner) {
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
			.from('directus_users as person')
			// each role and policy that the person holds; the person is one row
			.crossJoin(database.ref('directus_access').as('access'))
			.join('directus_policies as policy', 'policy.id', 'access.policy')
			.where(owner)
			.andWhere((holder) => {
				void holder
					.where('access.user', database.ref('person.id'))
					.orWhereIn('access.role', database.select('id').from('lineage'))
					// a person without a role has the rights of guests
					.orWhere((guests) => {
						void guests.whereNull('person.role').whereNull('access.role').whereNull('access.user');
					});
			})
	);
}

/** The policies that guests have: lines with the table `policy` to select from. */
export function guestPolicies(database: Database) {
	return database('directus_access as access')
		.join('directus_policies as policy', 'policy.id', 'access.policy')
		.whereNull('access.role')
		.whereNull('access.user');
}
