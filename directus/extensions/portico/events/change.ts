/** A change in Directus, as far as it concerns the caches of the app. */
export interface Change {
	/** Ids of the people with a changed account, rights or sessions. */
	users: string[] | 'all';
	/** The collections with changed rows. */
	collections: string[];
}

/** Arguments of an event of Directus; the fields depend on the event. */
export interface Report {
	collection?: string;
	keys?: (string | number)[];
	payload?: unknown;
}

/** More people than this are sent as `all`, which keeps messages small. */
const MAX_LISTED_USERS = 500;

/** Fields that Directus updates by itself on page views and sign-ins with another provider. */
const INCIDENTAL_FIELDS = new Set(['last_page', 'last_access', 'auth_data']);

/** Maps a changed or removed person; null where only incidental fields changed. */
export function changeOfUsers({ keys = [], payload }: Report): Change | null {
	const fields = isObject(payload) ? Object.keys(payload) : [];
	if (fields.length > 0 && fields.every((field) => INCIDENTAL_FIELDS.has(field))) return null;
	return { users: keys.map(String), collections: ['directus_users'] };
}

/** Maps a change of access rights, which also changes the content that guests see. */
export function changeOfAccess({ collection }: Report): Change {
	return { users: 'all', collections: named(collection) };
}

/** Maps changed rows of content. */
export function changeOfContent({ collection }: Report): Change {
	return { users: [], collections: named(collection) };
}

/** Maps a sign-out in Directus' activity log; null for any other entry. */
export function changeOfActivity({ payload }: Report): Change | null {
	if (!isObject(payload) || payload.action !== 'logout') return null;
	return typeof payload.user === 'string' ? { users: [payload.user], collections: [] } : null;
}

/** Invalidates everything at Directus' start: the database and the signing secret may be others than before. */
export function changeAtStart(): Change {
	return { users: 'all', collections: ['*'] };
}

/** The part of a change that concerns the app, which has no use for collections that nothing is made of; null for none. */
export async function concerning(
	change: Change,
	isShown: (collection: string) => Promise<boolean>
): Promise<Change | null> {
	const { users } = change;
	// everything is invalidated, and by which collection is only for people to read
	if (users === 'all') return change;
	const shown = await Promise.all(change.collections.map(isShown));
	const collections = change.collections.filter((_, index) => shown[index]);
	return users.length > 0 || collections.length > 0 ? { users, collections } : null;
}

/** Merges two changes into one. */
export function merge(one: Change, other: Change): Change {
	const collections = [...new Set([...one.collections, ...other.collections])];
	if (one.users === 'all' || other.users === 'all') return { users: 'all', collections };

	const users = [...new Set([...one.users, ...other.users])];
	return { users: users.length > MAX_LISTED_USERS ? 'all' : users, collections };
}

function named(collection: string | undefined): string[] {
	return collection === undefined ? [] : [collection];
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
