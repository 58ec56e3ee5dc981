import jsonwebtoken from 'jsonwebtoken';

/**
 * Reads a lifetime as Directus reads those of its tokens: words such as `7d`, or a number of milliseconds.
 *
 * @returns seconds, 0 for any other value
 */
export function secondsOf(lifetime: unknown): number {
	if (typeof lifetime === 'number') return Math.floor(lifetime / 1000);
	if (typeof lifetime !== 'string') return 0;
	const expiresIn = lifetime as jsonwebtoken.SignOptions['expiresIn'];
	const token = jsonwebtoken.sign({}, 'shown to nobody', { expiresIn });
	const { iat = 0, exp = 0 } = jsonwebtoken.decode(token, { json: true }) ?? {};
	return exp - iat;
}
