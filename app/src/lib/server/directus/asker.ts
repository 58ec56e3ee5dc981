/** In whose name Directus is asked. */
export type Asker = {
	/** null: as a guest. */
	accessToken: string | null;
	/**
	 * Where the visitor is, or null where no policy makes that count: Directus keeps rights for each address that it is
	 * told of.
	 */
	address: string | null;
};

/** All guests at once: what they may read wherever they are. */
export const ANY_GUEST: Asker = { accessToken: null, address: null };

/** How a request says it. */
export function askerHeaders({ accessToken, address }: Asker): Record<string, string> {
	return {
		...(accessToken !== null && { authorization: `Bearer ${accessToken}` }),
		...(address !== null && { 'x-forwarded-for': address })
	};
}
