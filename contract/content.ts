/**
 * The content that the app keeps in its cache, by kind, and the collections that each kind is made of. Directus adds the
 * collections that rules of policies look into. A change anywhere else invalidates nothing and is not sent to the app: a
 * kind whose collection is missing here shows a change after a second instead of at once.
 */
export const CONTENT = {
	article: ['articles', 'directus_files', 'site'],
	category: ['categories'],
	page: ['pages', 'directus_files', 'site'],
	redirect: ['redirects', 'articles', 'categories', 'pages'],
	site: ['site', 'navigation'],
	teasers: ['articles', 'categories', 'directus_files']
} as const satisfies Record<string, readonly string[]>;
export type ContentKind = keyof typeof CONTENT;

/** All kinds of content. */
export const CONTENT_KINDS = Object.keys(CONTENT) as ContentKind[]; // an object literal has no other keys

/** For each kind, a value that is made of it. */
export function byKind<T>(valueOf: (kind: ContentKind) => T): Record<ContentKind, T> {
	const entries = CONTENT_KINDS.map((kind): [ContentKind, T] => [kind, valueOf(kind)]);
	return Object.fromEntries(entries) as Record<ContentKind, T>; // each kind has its entry
}

/**
 * The header by which the app says which rights a read is for. Directus sends it back if the person had these rights
 * before the read and after it, and answers 409 otherwise.
 */
export const RIGHTS_HEADER = 'x-portico-rights';
