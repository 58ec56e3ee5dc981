import type { RequestEvent } from '@sveltejs/kit';

/** The person's end of the connection, as Directus should see it in its limits and its activity log. */
export type Visitor = { address: string; userAgent: string };

/** Who is at the other end of this request. */
export function visitorOf({ request, getClientAddress }: RequestEvent): Visitor {
	return { address: getClientAddress(), userAgent: request.headers.get('user-agent') ?? '' };
}

/** Exactly one X-Forwarded-For value: whatever the client sent under that name is dropped. */
export function visitorHeaders({ address, userAgent }: Visitor): Record<string, string> {
	return { 'x-forwarded-for': address, 'user-agent': userAgent };
}
