/**
 * Record of the steps that the set-up does only once. It is kept in the database, in the field `portico` of Directus'
 * settings, so that it goes along with a backup and is the same for every replica.
 */
export interface Memory {
	/** Settings that were given their first value. */
	settings: string[];
	/** How far the demo content is; `refused` where the site had content of its own. */
	demo: 'none' | 'begun' | 'complete' | 'refused';
}

/** The stored memory, or an empty one for a new installation. */
export function memoryOrEmpty(stored: Memory | null): Memory {
	return stored ?? { settings: [], demo: 'none' };
}
