import { byKind, CONTENT, type ContentKind } from '@portico/contract/content.ts';
import type { Relations } from '../endpoint.ts';
import { crossedCollections } from '../query-guard.ts';
import type { ReadPermission } from './rights-key.ts';

/**
 * For each kind of content the collections that it is made of, and those that rules look into for them: a cover is shown
 * because of its article.
 */
export function collectionsByKind(
	permissions: readonly ReadPermission[],
	relations: Relations
): Record<ContentKind, ReadonlySet<string>> {
	return byKind((kind) => withCrossed(CONTENT[kind], permissions, relations));
}

function withCrossed(
	declared: readonly string[],
	permissions: readonly ReadPermission[],
	relations: Relations
): Set<string> {
	const collections = new Set(declared);
	// also goes through those that are added on the way
	for (const collection of collections) {
		for (const permission of permissions) {
			if (permission.collection !== collection) continue;
			const crossed = crossedCollections(collection, { filter: permission.rule }, relations);
			for (const other of crossed) collections.add(other);
		}
	}
	return collections;
}
