import { addressOf, type Place } from '@portico/contract/addresses.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import { isFailure } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import { cached } from './content-cache.ts';
import { isSlug } from './slug.ts';

/**
 * The redirect target for a missing page, or null. Call it only where the response would be a 404, so that existing pages
 * need no lookup.
 *
 * @param query goes along, such as `?page=2`
 * @throws {DirectusFailure}
 */
export async function find(place: Place, query: string): Promise<`/${string}` | null> {
	if (!isSlug(place.collection, place.slug)) return null;
	const from = addressOf(place);
	const to = await cached('redirect', from, () => read(from));
	return to === null ? null : `/${encodeURI(to).slice(1)}${query}`;
}

async function read(from: string): Promise<string | null> {
	try {
		const query = new URLSearchParams({ from });
		return (await call(ENDPOINTS.redirects, { query })).data?.to ?? null;
	} catch (error) {
		// during a deployment, Directus may still run the previous release
		if (isFailure(error, 'ROUTE_NOT_FOUND')) return null;
		throw error;
	}
}
