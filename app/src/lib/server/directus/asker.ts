/** The identity for calls to Directus. */
export type Asker = {
	/** null: as a guest. */
	accessToken: string | null;
	/**
	 * The address of the visitor, or null where no policy depends on it: Directus caches permissions for each address that
	 * it receives.
	 */
	address: string | null;
};

/** Any guest, with the permissions that do not depend on an address. */
export const ANY_GUEST: Asker = { accessToken: null, address: null };

/** The request headers for an asker. */
export function askerHeaders({ accessToken, address }: Asker): Record<string, string> {
	return {
		...(accessToken !== null && { authorization: `Bearer ${accessToken}` }),
		...(address !== null && { 'x-forwarded-for': address })
	};
}
