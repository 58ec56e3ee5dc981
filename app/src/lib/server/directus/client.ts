import { DIRECTUS_URL } from '$app/env/private';
import { createDirectus, rest, staticToken } from '@directus/sdk';
import type { Schema } from './schema.ts';
import { sendWhole } from './transport.ts';

/** A typed Directus client with the rights of one person: the owner of the access token, or the public without one. */
export function client(accessToken: string | null) {
	const directus = createDirectus<Schema>(DIRECTUS_URL, { globals: { fetch: sendWhole } });
	return accessToken ? directus.with(staticToken(accessToken)).with(rest()) : directus.with(rest());
}

/** The commands that are asked through it. */
export { readItems, readSingleton, updateMe } from '@directus/sdk';
