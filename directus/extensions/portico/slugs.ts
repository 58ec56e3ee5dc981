import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import { ADDRESSED, type Addressed, slugFault } from '@portico/contract/addresses.ts';

/**
 * Refuses slugs that have no address, however they are written: in Studio, by import, or many at once. The app never
 * requests them, so that such a row would never show.
 */
export const slugs: HookConfig = ({ filter }) => {
	for (const collection of ADDRESSED) {
		for (const event of ['create', 'update']) {
			filter<Record<string, unknown>>(`${collection}.items.${event}`, (values) => {
				requireAddress(collection, values['slug']);
				return values;
			});
		}
	}
};

/** @throws 400 where a row of this collection would have no address; that it has no slug at all is for the model to say */
export function requireAddress(collection: Addressed, slug: unknown): void {
	if (slug === undefined || slug === null) return;
	// Directus keeps numbers as text
	const text = typeof slug === 'number' ? String(slug) : slug;
	const fault = typeof text === 'string' ? slugFault(collection, text) : 'is no text';
	if (fault) throw new InvalidPayloadError({ reason: `"slug" ${fault}: choose another` });
}
