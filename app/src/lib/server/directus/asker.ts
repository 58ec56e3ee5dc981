import { RIGHTS_HEADER } from '@portico/contract/content.ts';

/** The identity for calls to Directus. */
export type Asker = {
	/** null: as a guest. */
	accessToken: string | null;
	/**
	 * The address of the visitor, or null where no policy depends on it: Directus caches permissions for each address that
	 * it receives.
	 */
	address: string | null;
	/** The rights key that the answer is to be kept for: Directus refuses where the asker has other rights. */
	rights?: string;
};

/** Any guest, with the permissions that do not depend on an address. */
export const ANY_GUEST: Asker = { accessToken: null, address: null };

/** The request headers for an asker. */
export function askerHeaders({ accessToken, address, rights }: Asker): Record<string, string> {
	return {
		...(accessToken !== null && { authorization: `Bearer ${accessToken}` }),
		...(address !== null && { 'x-forwarded-for': address }),
		...(rights !== undefined && { [RIGHTS_HEADER]: rights })
	};
}
