/** A role, as it is made the first time. Afterwards Studio may change its name and icon: the code uses the id only. */
export interface Role {
	id: string;
	name: string;
	icon: string;
	description: string;
}

/** Persons who registered. */
export const member: Role = {
	id: '6d656d62-6572-4000-8000-000000000001',
	name: 'Member',
	icon: 'person',
	description: 'People who registered on the site. They read articles for members.'
};

/** Members who may read every article. */
export const premium: Role = {
	id: '7072656d-6975-4d00-8000-000000000002',
	name: 'Premium',
	icon: 'workspace_premium',
	description: 'Reads everything that is published.'
};

/** Persons who write and publish content. */
export const editor: Role = {
	id: '65646974-6f72-4000-8000-000000000003',
	name: 'Editor',
	icon: 'edit',
	description: 'Writes and publishes in Studio. May not touch users, roles or settings.'
};

/** Every role of ours. Administrator is Directus' own; others may be made in Studio. */
export const roles: Role[] = [member, premium, editor];
