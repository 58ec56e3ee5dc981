import { DIRECTUS_URL } from '$app/env/private';
import { createDirectus, rest } from '@directus/sdk';
import { askerHeaders, type Asker } from './asker.ts';
import type { Schema } from './schema.ts';
import { json } from './transport.ts';

/** A typed Directus client with the permissions of the asker: the owner of the access token, or the public without one. */
export function client(asker: Asker) {
	const headers = askerHeaders(asker);
	// the SDK accepts parsed data; parsing by itself, it would take a proxy's HTML page for the data
	return createDirectus<Schema>(DIRECTUS_URL, {
		globals: { fetch: (url: string, init: RequestInit) => json(url, withHeaders(init, headers)) }
	}).with(rest());
}

function withHeaders(init: RequestInit, added: Record<string, string>): RequestInit {
	const headers = new Headers(init.headers);
	for (const [name, value] of Object.entries(added)) headers.set(name, value);
	return { ...init, headers };
}

/** The commands that the app sends with the client. */
export {
	createItem,
	deleteItem,
	readFiles,
	readItems,
	readSingleton,
	updateItem,
	updateMe
} from '@directus/sdk';
