import { MEMBER_HEADER } from '@portico/contract/member-header.ts';
import { createDirectus, rest, type RestClient } from '@directus/sdk';
import type { Schema } from '#lib/server/directus/schema.ts';

/**
 * A typed Directus client for components, after hydration, for what is the member's own. It asks `/api/directus`, which
 * adds the token that the browser never has. The commands may name what `lib/server/api/allowed.ts` lists.
 *
 * @param member the id of the person for whom the page was made: while another one is signed in, nothing is read or written
 */
export function directus(member: string): RestClient<Schema> {
	return createDirectus<Schema>(`${location.origin}/api/directus`).with(
		rest({
			credentials: 'same-origin',
			onRequest: (request) => ({
				...request,
				headers: { ...request.headers, [MEMBER_HEADER]: member }
			})
		})
	);
}

/** The commands that `/api/directus` passes on. */
export {
	aggregate,
	createItem,
	createItems,
	deleteItem,
	deleteItems,
	readItem,
	readItems,
	readMe,
	updateItem,
	updateItems,
	updateMe,
	withSearch
} from '@directus/sdk';
