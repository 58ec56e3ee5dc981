import { DIRECTUS_URL } from '$app/env/private';
import { REQUEST_ID_HEADER } from '@portico/contract/request-ids.ts';
import { BrokenCircuitError, BulkheadRejectedError, TaskCancelledError } from 'cockatiel';
import * as metrics from '../metrics/instruments.ts';
import * as requestId from '../operations/request-context.ts';
import * as tracing from '../tracing/spans.ts';
import { DirectusFailure } from './failure.ts';
import { kindOf } from './kind.ts';

/** How a call to Directus ended: with an answer, a no, or without an answer to rely on for one of three reasons. */
type Outcome = 'ok' | 'refused' | 'unavailable' | 'timed-out' | 'turned-away';

/**
 * Makes a call to Directus such that it can be followed: it carries the name of the request that it is made for, how it
 * ended is counted, and where there are traces it is in them.
 */
export async function observed<T>(
	url: string,
	init: RequestInit,
	call: (init: RequestInit) => Promise<T>
): Promise<T> {
	const [path = ''] = url.slice(DIRECTUS_URL.length).split('?');
	const kind = kindOf(path);
	const headers = new Headers(init.headers);
	const id = requestId.current();
	if (id) headers.set(REQUEST_ID_HEADER, id);
	const span = tracing.call(kind, init.method ?? 'GET', headers);
	const began = performance.now();
	let outcome: Outcome = 'ok';
	try {
		return await call({ ...init, headers });
	} catch (error) {
		outcome = outcomeOf(error);
		throw error;
	} finally {
		metrics.directusCall({ kind, outcome });
		metrics.directusCallDuration({ kind }, (performance.now() - began) / 1000);
		span?.end(outcome === 'ok' ? undefined : outcome);
	}
}

function outcomeOf(error: unknown): Outcome {
	if (!(error instanceof DirectusFailure)) return 'unavailable';
	if (!error.unavailable) return 'refused';
	const { cause } = error;
	if (cause instanceof BrokenCircuitError || cause instanceof BulkheadRejectedError)
		return 'turned-away';
	return isTimeout(cause) ? 'timed-out' : 'unavailable';
}

/** Ours while it waited for its turn, the breaker's, or fetch()'s. */
function isTimeout(cause: unknown): boolean {
	if (cause instanceof TaskCancelledError) return true;
	return cause instanceof Error && ['TimeoutError', 'AbortError'].includes(cause.name);
}
