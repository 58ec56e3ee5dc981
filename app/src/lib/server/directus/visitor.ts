import type { Language } from '@portico/contract/languages.ts';

/** The person's end of the connection, as Directus should see it in its limits, its activity log and its emails. */
export type Visitor = {
	readonly address: string;
	readonly userAgent: string;
	/** The language that the browser asks for, for emails; null for none of ours. */
	readonly language: Language | null;
};

/** Exactly one X-Forwarded-For value: whatever the client sent under that name is dropped. */
export function visitorHeaders({ address, userAgent, language }: Visitor): Record<string, string> {
	return {
		'x-forwarded-for': address,
		'user-agent': userAgent,
		...(language && { 'accept-language': language })
	};
}
