/** What changed in Directus, as far as it concerns the caches of the app. */
export interface Change {
	/** Whose account, rights or sessions are others now. */
	users: string[] | 'all';
	/** The collections whose rows are others now. */
	collections: string[];
}

/** What Directus tells about a change: which fields depends on the event. */
export interface Report {
	collection?: string;
	keys?: (string | number)[];
	payload?: unknown;
}

/** More people than this are called `all`, which keeps messages small. */
const MOST_NAMED = 500;

/** What Directus writes about people by itself while they move about, or sign in with another provider. */
const INCIDENTAL_FIELDS = new Set(['last_page', 'last_access', 'auth_data']);

/** A person's record was changed or removed; null where nothing changed that matters. */
export function changeOfUsers({ keys = [], payload }: Report): Change | null {
	const fields = isObject(payload) ? Object.keys(payload) : [];
	if (fields.length > 0 && fields.every((field) => INCIDENTAL_FIELDS.has(field))) return null;
	return { users: keys.map(String), collections: [] };
}

/** Who may do what was changed, and with it what the public sees. */
export function changeOfAccess({ collection }: Report): Change {
	return { users: 'all', collections: named(collection) };
}

/** Rows that pages are made of were changed. */
export function changeOfContent({ collection }: Report): Change {
	return { users: [], collections: named(collection) };
}

/** A person signed out, by the note that Directus makes of it; null for its notes about anything else. */
export function changeOfActivity({ payload }: Report): Change | null {
	if (!isObject(payload) || payload.action !== 'logout') return null;
	return typeof payload.user === 'string' ? { users: [payload.user], collections: [] } : null;
}

/** Directus has just started: the database may be another than before, and so may what signs its tokens. */
export function changeAtStart(): Change {
	return { users: 'all', collections: ['*'] };
}

/** Two changes in one. */
export function merge(one: Change, other: Change): Change {
	const collections = [...new Set([...one.collections, ...other.collections])];
	if (one.users === 'all' || other.users === 'all') return { users: 'all', collections };

	const users = [...new Set([...one.users, ...other.users])];
	return { users: users.length > MOST_NAMED ? 'all' : users, collections };
}

function named(collection: string | undefined): string[] {
	return collection === undefined ? [] : [collection];
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
