import jwt from 'jsonwebtoken';
import { type Answer, Browser, setCookies } from './browser.ts';

/** Where Directus exchanges refresh tokens. */
export const REFRESH = '/portico/session/refresh';

/** Lets the browser's access token run out, as it does by itself in minutes. */
export function expireAccessToken({ cookies }: Browser): void {
	const token = cookies.get('access_token') ?? '';
	const { exp = 0, iat = 0, ...claims } = jwt.decode(token, { json: true }) ?? {};
	const lifetime = exp - iat;
	const now = Math.floor(Date.now() / 1000);
	const times = { iat: now - lifetime - 1, exp: now - 1 };
	// only Directus could sign it, and only Directus verifies the signature
	cookies.set('access_token', jwt.sign({ ...claims, ...times }, 'nobody looks at this'));
}

/** The refresh token that an answer hands out, if it does. */
export function refreshTokenIn(answer: Answer): string | undefined {
	return setCookies(answer).find(({ name }) => name === 'refresh_token')?.value;
}

/** The same browser, as another process of the app sees it. */
export function cloneAt({ url }: { url: string }, browser: Browser): Browser {
	const twin = new Browser(url);
	for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
	return twin;
}
