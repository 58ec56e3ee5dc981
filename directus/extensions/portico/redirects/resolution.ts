import { isOfTheSite, placeAt } from '@portico/contract/addresses.ts';
import type { Database } from '../endpoint.ts';
import type { Redirect } from './redirect.ts';

/** Redirects that follow on one another: only rows that slept under a page make such a chain. */
const MAX_HOPS = 10;

/**
 * The public target of this path, or null. An existing page comes first; a redirect to a page that is not public is
 * ignored, so that redirects reveal nothing about drafts.
 */
export async function destinationOf(database: Database, from: string): Promise<string | null> {
	if (await isPathServed(database, from)) return null;
	let path = from;
	// a loop ends here too
	for (let hop = 0; hop < MAX_HOPS; hop++) {
		const row = await database<Redirect>('redirects').where('from', path).first('to');
		if (!row) return null;
		if (await isPathServed(database, row.to)) return row.to;
		path = row.to;
	}
	return null;
}

/** Whether the site shows something at this path, at least the teaser of an article. */
export async function isPathServed(database: Database, path: string): Promise<boolean> {
	const place = placeAt(path);
	if (!place) return isOfTheSite(path);
	const rows = database(place.collection).where('slug', place.slug);
	if (place.collection !== 'categories') void rows.andWhere('status', 'published');
	if (place.collection === 'articles') void rows.andWhere('published_at', '<=', new Date());
	return (await rows.first('id')) !== undefined;
}
