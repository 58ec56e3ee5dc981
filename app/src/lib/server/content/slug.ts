import { type Addressed, slugFault } from '@portico/contract/addresses.ts';

/**
 * Whether part of an address can be the slug of a row of this collection, by the rule that Directus keeps when editors
 * save one. Others are never looked up.
 */
export function isSlug(collection: Addressed, text: string): boolean {
	return slugFault(collection, text) === null;
}
