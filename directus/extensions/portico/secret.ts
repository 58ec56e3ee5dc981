const MIN_BYTES = 32;

/**
 * The secret that Directus signs its tokens with. Directus itself starts without it, or with a short one, and only
 * warns; an attacker who guesses it can impersonate anyone.
 *
 * @throws where it is missing or short; the secret itself goes into no log
 */
export function signingSecret(env: Record<string, unknown>): string {
	const secret = env['SECRET'];
	// Directus makes a number of one that has digits only, and cannot sign with it
	if (typeof secret !== 'string' || Buffer.byteLength(secret) < MIN_BYTES) {
		throw new Error(
			`SECRET must have ${MIN_BYTES} bytes or more: openssl rand -base64 ${MIN_BYTES} makes one`
		);
	}
	return secret;
}
