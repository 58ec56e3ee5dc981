/** The person's end of the connection, as Directus should see it in its limits and its activity log. */
export type Visitor = { readonly address: string; readonly userAgent: string };

/** Exactly one X-Forwarded-For value: whatever the client sent under that name is dropped. */
export function visitorHeaders({ address, userAgent }: Visitor): Record<string, string> {
	return { 'x-forwarded-for': address, 'user-agent': userAgent };
}
