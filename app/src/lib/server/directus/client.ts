import { DIRECTUS_URL } from '$app/env/private';
import { createDirectus, rest, staticToken } from '@directus/sdk';
import type { Schema } from './schema.ts';
import { json } from './transport.ts';

/** A typed Directus client with the rights of one person: the owner of the access token, or the public without one. */
export function client(accessToken: string | null) {
	// the SDK takes what was parsed already; by itself it would take a proxy's page of HTML for the data
	const directus = createDirectus<Schema>(DIRECTUS_URL, {
		globals: { fetch: (url: string, init: RequestInit) => json(url, init) }
	});
	return accessToken ? directus.with(staticToken(accessToken)).with(rest()) : directus.with(rest());
}

/** The commands that are asked through it. */
export { readItems, readSingleton, updateMe } from '@directus/sdk';
