import type { RequestEvent } from '@sveltejs/kit';
import { isIP } from 'node:net';
import { log } from '../operations/log.ts';

/**
 * The client address that adapter-node derives from ADDRESS_HEADER and XFF_DEPTH. Where the header is missing or holds no address, the
 * connection's own counts: a proxy that was set up wrongly makes limits too strict, not the site unusable.
 */
export function clientAddress({ getClientAddress, platform, locals }: RequestEvent): string {
	const address = attempt(getClientAddress);
	if (address !== null && isIP(address)) return address;
	complain(locals.requestId);
	return platform?.req.socket.remoteAddress ?? 'unknown';
}

/** Kit throws where ADDRESS_HEADER names a header that the request does not have. */
function attempt(getClientAddress: () => string): string | null {
	try {
		return getClientAddress();
	} catch {
		return null;
	}
}

let hasComplained = false;

/** Once is enough: it concerns every request alike. */
function complain(requestId: string): void {
	if (hasComplained) return;
	hasComplained = true;
	log.error(
		{ requestId },
		'no client address where ADDRESS_HEADER (and XFF_DEPTH) say: is the proxy in front setting it? Until then all who come through one proxy share its limits'
	);
}
