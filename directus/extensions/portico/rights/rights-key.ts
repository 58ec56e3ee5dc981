import { createHash } from 'node:crypto';
import type { ContentKind } from '@portico/contract/content.ts';

/** A permission to read, as its table has it, with its rule parsed. */
export interface ReadPermission {
	policy: string;
	collection: string;
	/** Selects the rows. */
	rule: unknown;
	/** Names with commas between them, or an asterisk. */
	fields: string | null;
}

/** The columns of a policy that say for whom it counts, and how far; SQLite has 0 and 1 for booleans. */
export interface Policy {
	id: string;
	ip_access: string | null;
	app_access: boolean | 0 | 1;
	admin_access: boolean | 0 | 1;
}

/** A kind of content, the collections that it and rules for it touch, and what a person's policies allow to read. */
export interface Readable {
	kind: ContentKind;
	collections: ReadonlySet<string>;
	permissions: readonly ReadPermission[];
	version: string;
}

/**
 * Any variable of Directus but the time: what a rule says with it depends on the person, or is not known here. A rule in
 * which a text happens to look like one costs its holders the cache, and nothing else.
 */
const PERSONAL = /\$(?!NOW\b|FOLLOW\()/;
/** Files have no permissions beside those of policies; of the other system collections, Studio's people see some. */
const SYSTEM_COLLECTION = /^directus_(?!files$)/;
const KEY_CHARACTERS = 22;

/**
 * The same text for all people to whom Directus shows the same rows and fields of this kind. It is made of what their
 * policies say, not of which policies they are: two roles with the same permissions share it. Null where the rights
 * depend on the person or on an address.
 */
export function rightsKey(held: readonly Policy[], readable: Readable): string | null {
	const { kind, collections, permissions, version } = readable;
	if (held.some(({ ip_access }) => ip_access)) return null;
	// Directus asks an administrator's policies nothing
	if (held.some(({ admin_access }) => admin_access)) return keyOf(kind, [version, 'everything']);

	const addsSystemCollections = held.some(({ app_access }) => app_access);
	if (addsSystemCollections && [...collections].some((name) => SYSTEM_COLLECTION.test(name)))
		return null;
	const counting = permissions.filter(({ collection }) => collections.has(collection));
	if (counting.some(({ rule }) => PERSONAL.test(JSON.stringify(rule)))) return null;
	const said = counting.map(({ collection, rule, fields }) =>
		JSON.stringify([collection, rule, fields])
	);
	return keyOf(kind, [version, ...new Set(said.sort())]);
}

function keyOf(kind: ContentKind, parts: string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
	return `${kind}.${hash.slice(0, KEY_CHARACTERS)}`;
}
