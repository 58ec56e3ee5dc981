import type { Request } from 'express';
import { isIP } from 'node:net';

/**
 * Trusts the visitor's address that the app sends, whatever the value of IP_TRUST_PROXY: it is the first address of
 * X-Forwarded-For, however many proxies stand in between. Without one, the request has no address: a policy for some
 * addresses does not apply, although the app's own address may be among them.
 */
export function takeAddressFromApp(request: Request): void {
	const [first = ''] = [request.headers['x-forwarded-for'] ?? []].flat().join().split(',');
	const address = first.trim();
	// Express computes it on each access, from IP_TRUST_PROXY
	Object.defineProperty(request, 'ip', { value: isIP(address) ? address : undefined });
}
