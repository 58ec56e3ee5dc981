import jsonwebtoken from 'jsonwebtoken';
import * as v from 'valibot';

/** The emails about an account. */
export type Kind = 'reset' | 'verification' | 'invitation' | 'known';

/** Those that Directus sends itself, by their template, with the scope of the token in their link. */
const OF_DIRECTUS = {
	'password-reset': { kind: 'reset', scope: 'password-reset' },
	'user-registration': { kind: 'verification', scope: 'pending-registration' },
	'user-invitation': { kind: 'invitation', scope: 'invite' }
} as const satisfies Record<string, { kind: Kind; scope: string }>;

const emailSchema = v.object({
	to: v.string(),
	template: v.object({
		name: v.picklist(Object.keys(OF_DIRECTUS) as (keyof typeof OF_DIRECTUS)[]), // the keys of the constant above
		data: v.object({ url: v.pipe(v.string(), v.url()) })
	})
});

const claimsSchema = v.object({
	email: v.string(),
	scope: v.string(),
	iat: v.number(),
	exp: v.number()
});

/** An email of Directus about an account. */
export interface AccountEmail {
	kind: Exclude<Kind, 'known'>;
	to: string;
	/** With the token, as Directus made it. */
	link: URL;
	/** How long the link works, in seconds. */
	validity: number;
}

/**
 * What Directus is about to send, where it is an email about an account; null for all others. A flow may use the same
 * template, but cannot sign a token for the recipient.
 */
export function accountEmailIn(email: unknown, secret: string): AccountEmail | null {
	const parsed = v.safeParse(emailSchema, email);
	if (!parsed.success) return null;
	const { to, template } = parsed.output;
	const { kind, scope } = OF_DIRECTUS[template.name];
	const link = new URL(template.data.url);
	const claims = claimsIn(link.searchParams.get('token') ?? '', secret);
	if (claims?.scope !== scope || claims.email !== to) return null;
	return { kind, to, link, validity: claims.exp - claims.iat };
}

function claimsIn(token: string, secret: string): v.InferOutput<typeof claimsSchema> | null {
	try {
		return v.parse(claimsSchema, jsonwebtoken.verify(token, secret, { issuer: 'directus' }));
	} catch {
		return null;
	}
}
