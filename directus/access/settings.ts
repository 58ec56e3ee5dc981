import { member } from './roles.ts';

/** Settings by the names Directus gives them. */
export type Settings = Record<string, string | number | boolean | null>;

/**
 * Settings that are ours for good: whatever Studio says, they are put back.
 *
 * `auth_login_attempts`: Directus counts for ever and then suspends the account, so that anybody can lock anybody
 * out. The app slows down guessing instead.
 */
export const ownedSettings: Settings = {
	auth_login_attempts: null
};

/** Settings that are given a value once, the first time. From then on they belong to the administrator. */
export const firstSettings: Settings = {
	project_name: 'Portico',
	project_color: '#1D5540',
	public_registration: true,
	public_registration_role: member.id,
	public_registration_verify_email: false,
	auth_password_policy: '/^.{8,128}$/'
};
