import * as v from 'valibot';
import { addressOf, type Place } from '../../../../../directus/access/addresses.ts';
import { isFailure, unavailable } from '../directus/failure.ts';
import { call } from '../directus/transport.ts';
import { cached } from './public-cache.ts';
import { isSlug } from './slug.ts';

const redirectSchema = v.object({
	data: v.nullable(v.object({ to: v.pipe(v.string(), v.regex(/^\/(?!\/)/)) }))
});

/**
 * Where people are led who ask for a page that is not there, or null. Only for where the answer would be a 404: nothing
 * is asked for what is there.
 *
 * @param query goes along, such as `?page=2`
 * @throws {DirectusFailure}
 */
export async function find(place: Place, query: string): Promise<`/${string}` | null> {
	if (!isSlug(place.collection, place.slug)) return null;
	const from = addressOf(place);
	const to = await cached(`redirect ${from}`, () => read(from));
	return to === null ? null : `/${encodeURI(to).slice(1)}${query}`;
}

async function read(from: string): Promise<string | null> {
	const parsed = v.safeParse(redirectSchema, await ask(from));
	if (!parsed.success) throw unavailable(null, parsed.issues);
	return parsed.output.data?.to ?? null;
}

async function ask(from: string): Promise<unknown> {
	try {
		return await call(`/portico/redirects?${new URLSearchParams({ from })}`);
	} catch (error) {
		// a Directus of the release before, while one follows the other
		if (isFailure(error, 'ROUTE_NOT_FOUND')) return { data: null };
		throw error;
	}
}
