import { KEY_SET_SECONDS } from '@portico/contract/gateway.ts';
import { keySet } from '#lib/server/gateway/service-token.ts';
import type { RequestHandler } from './$types';

/** The keys by which services behind the gateway verify its tokens (RFC 7517). */
export const GET: RequestHandler = () =>
	Response.json(keySet(Date.now() / 1000), {
		headers: { 'cache-control': `public, max-age=${KEY_SET_SECONDS}` }
	});
