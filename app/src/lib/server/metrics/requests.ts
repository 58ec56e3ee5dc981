import type { RequestEvent } from '@sveltejs/kit';
import * as metrics from './instruments.ts';

/** Clients can invent methods; only the known ones get a time series. */
const METHODS = ['GET', 'HEAD', 'POST'];

/** Counts a request by its route: by its address, every visitor who mistypes would make a time series. */
export function countRequest(
	{ route, request }: RequestEvent,
	{ status }: Response,
	seconds: number
): void {
	const method = METHODS.includes(request.method) ? request.method : 'other';
	metrics.request(
		{ route: route.id ?? 'none', method, status: `${Math.floor(status / 100)}xx` },
		seconds
	);
	if (status === 413) metrics.refusal({ reason: 'body-too-large' });
}
