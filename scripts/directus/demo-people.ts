import { editor, member, premium, type Role } from '../../directus/access/roles.ts';
import type { Item } from './demo-items.ts';

/** A person to sign in as. */
export interface DemoPerson {
	email: string;
	firstName: string;
	lastName: string;
	role: Role;
}

/** One person of each role. */
export const demoPeople: DemoPerson[] = [
	{ email: 'member@example.com', firstName: 'Mara', lastName: 'Lindqvist', role: member },
	{ email: 'premium@example.com', firstName: 'Pavel', lastName: 'Okonkwo', role: premium },
	{ email: 'editor@example.com', firstName: 'Edda', lastName: 'Marchetti', role: editor }
];

/** The row of a person. */
export function personItem(person: DemoPerson, password: string): Item {
	return {
		email: person.email,
		password,
		first_name: person.firstName,
		last_name: person.lastName,
		role: person.role.id,
		status: 'active'
	};
}
