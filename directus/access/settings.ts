import { member } from './roles.ts';

/** Settings by the names Directus gives them. */
export type Settings = Record<string, string | number | boolean | null>;

/**
 * Settings that belong to the code: changes in Studio are undone.
 *
 * `auth_login_attempts`: Directus counts for ever and then suspends the account, so that anyone can lock out any
 * account. The app slows down guessing instead.
 *
 * `storage_asset_transform`: otherwise anyone who sees a picture may have it drawn in any size, format and effect,
 * and Directus keeps each on its disk. The permitted sizes are in pictures.ts, or are presets in Studio.
 */
export const ownedSettings: Settings = {
	auth_login_attempts: null,
	storage_asset_transform: 'presets'
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
