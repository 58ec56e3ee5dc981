import { MAX_EMAIL_LENGTH } from '@portico/contract/limits.ts';
import jsonwebtoken from 'jsonwebtoken';
import * as v from 'valibot';

const claimsSchema = v.object({
	email: v.pipe(
		v.string(),
		v.maxLength(MAX_EMAIL_LENGTH),
		v.regex(/^[^\p{Cc}\s@]+@[^\p{Cc}\s@]+$/u)
	)
});

/**
 * The address that a mailed link was made for, to be shown beside the new password; null where none can be read. Whether
 * the token is genuine, Directus finds out: until then the address is unverified.
 */
export function addressIn(token: string): string | null {
	const parsed = v.safeParse(claimsSchema, decoded(token));
	return parsed.success ? parsed.output.email : null;
}

function decoded(token: string): unknown {
	try {
		return jsonwebtoken.decode(token, { json: true });
	} catch {
		return null;
	}
}
