import type { Request } from 'express';
import { isIP } from 'node:net';

/**
 * Takes the app's word for where its visitor is, whatever IP_TRUST_PROXY says: it is the first address of
 * X-Forwarded-For, however many proxies stand in between. Where the app names none, there is none: a policy for some
 * addresses does not count, although the app's own address may be among them.
 */
export function takeAddressFromApp(request: Request): void {
	const [first = ''] = [request.headers['x-forwarded-for'] ?? []].flat().join().split(',');
	const address = first.trim();
	// Express makes it with each look, out of IP_TRUST_PROXY
	Object.defineProperty(request, 'ip', { value: isIP(address) ? address : undefined });
}
