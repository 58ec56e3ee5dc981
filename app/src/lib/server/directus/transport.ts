import { DIRECTUS_URL, PORTICO_EVENTS_SECRET } from '$app/env/private';
import { ConstantBackoff, handleWhenResult, retry } from 'cockatiel';
import { RIGHTS_HEADER } from '@portico/contract/content.ts';
import type { Endpoint } from '@portico/contract/endpoints.ts';
import { isFailureCode } from '@portico/contract/failure-codes.ts';
import { API_CLOSED, Proof } from '@portico/contract/proof.ts';
import * as v from 'valibot';
import { askerHeaders, type Asker } from './asker.ts';
import { Breaker, RESPONSE_TIMEOUT_SECONDS } from './breaker.ts';
import { DirectusFailure, unavailable } from './failure.ts';
import { observed } from './observed.ts';
import { visitorHeaders, type Visitor } from './visitor.ts';

const PROOF_NOT_ACCEPTED =
	'Directus did not take the proof of this app: PORTICO_EVENTS_SECRET is not the same there, or the clocks are more than five minutes apart';
const PROBE_TIMEOUT_SECONDS = 2;
const BUSY_PAUSE_SECONDS = 1;

const directusError = v.object({
	message: v.optional(v.string(), ''),
	extensions: v.looseObject({ code: v.string() })
});
const errorSchema = v.object({ errors: v.tupleWithRest([directusError], directusError) });

const proof = new Proof(PORTICO_EVENTS_SECRET ?? []);

const breaker = new Breaker(async () => {
	const signal = AbortSignal.timeout(PROBE_TIMEOUT_SECONDS * 1000);
	const { body } = await fetch(`${DIRECTUS_URL}/server/ping`, { signal });
	await body?.cancel();
});

/** Directus refuses requests while it is under pressure, mostly for a moment: a read is retried once. */
const retryOnce = retry(handleWhenResult(isBusyForAMoment), {
	maxAttempts: 1,
	backoff: new ConstantBackoff(BUSY_PAUSE_SECONDS * 1000)
});

type Call = {
	method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	query?: URLSearchParams;
	/** JSON, or bytes. */
	body?: Record<string, unknown> | Uint8Array<ArrayBuffer>;
	/** Never given to sign-in, refresh, sign-out or recovery: a stale token fails them. */
	asker?: Asker;
	/** The client for rate limits and for the activity log of Directus. */
	visitor?: Visitor;
	/** null: the call has no timeout, because Directus may act even if its response is not received. */
	timeoutSeconds?: number | null;
};

/**
 * One call to an endpoint of Directus; returns its answer as the endpoint's schema parses it, an empty one as null.
 *
 * @throws {DirectusFailure} when Directus refuses or does not answer; UNAVAILABLE also for an answer of another shape
 */
export async function call<Schema extends v.GenericSchema>(
	{ path, answer }: Endpoint<Schema>,
	options: Call = {}
): Promise<v.InferOutput<Schema>> {
	const { method = 'GET', query, body, asker, visitor, timeoutSeconds } = options;
	const isBytes = body instanceof Uint8Array;
	const init = {
		method,
		headers: {
			...(body && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
			...(asker && askerHeaders(asker)),
			...(visitor && visitorHeaders(visitor))
		},
		body: isBytes ? body : body ? JSON.stringify(body) : null
	};
	const url = DIRECTUS_URL + path + (query ? `?${query}` : '');
	const parsed = v.safeParse(answer, await json(url, init, timeoutSeconds));
	if (parsed.success) return parsed.output;
	// without the received values: some answers hold tokens
	const where = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'the whole').join(', ');
	throw unavailable(null, new Error(`an unknown answer of ${path}: ${where}`));
}

/** fetch() that returns the parsed JSON, as `call` does; a body that is not JSON, or breaks off, counts as no response. */
export function json(
	url: string,
	init: RequestInit = {},
	timeoutSeconds: number | null = RESPONSE_TIMEOUT_SECONDS
): Promise<unknown> {
	return observed(url, init, (init) => fetchJson(url, init, timeoutSeconds));
}

async function fetchJson(
	url: string,
	init: RequestInit,
	timeoutSeconds: number | null
): Promise<unknown> {
	const response = await whole(url, init, timeoutSeconds);
	const body: unknown = response.body
		? await response.json().catch((cause: unknown) => {
				throw unavailable(response.status, cause);
			})
		: null;
	requireVouched(init, response);
	return body;
}

/**
 * An answer that is kept for all who have certain rights must be one that Directus vouches for, a refusal too. An older
 * release of the extension, and a cache in Directus, do not.
 */
function requireVouched({ headers }: RequestInit, response: Response): void {
	const rights = new Headers(headers).get(RIGHTS_HEADER);
	if (rights !== null && response.headers.get(RIGHTS_HEADER) !== rights)
		throw new DirectusFailure('RIGHTS_CHANGED', response.status);
}

/**
 * The answer of Directus as it came, read to its end.
 *
 * @throws {DirectusFailure} unless Directus answers with success
 */
export function answer(url: string, init: RequestInit): Promise<Response> {
	return observed(url, init, (init) => whole(url, init, RESPONSE_TIMEOUT_SECONDS));
}

async function whole(
	url: string,
	init: RequestInit,
	timeoutSeconds: number | null
): Promise<Response> {
	const signal = timeoutSeconds === null ? null : AbortSignal.timeout(timeoutSeconds * 1000);
	const response = await answerTo({ ...init, signal }, timeoutSeconds, async (request) =>
		readWhole(await fetch(url, withProof(request)))
	);
	// no JSON endpoint redirects: the response comes from a proxy in between
	if (response.status >= 300) throw unavailable(response.status);
	return response;
}

/**
 * Fetches a file. The timeout ends when the response begins; its body may take as long as the client reads it, with
 * pauses of at most five minutes (undici's bodyTimeout).
 *
 * @throws {DirectusFailure} unless Directus answers with success
 */
export function file(
	url: URL,
	headers: Headers,
	timeoutSeconds = RESPONSE_TIMEOUT_SECONDS
): Promise<Response> {
	return observed(url.href, { headers }, (init) => fetchFile(url, init, timeoutSeconds));
}

async function fetchFile(url: URL, init: RequestInit, timeoutSeconds: number): Promise<Response> {
	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(), timeoutSeconds * 1000);
	try {
		return await answerTo(
			{ ...init, signal: controller.signal },
			timeoutSeconds,
			async (request) => {
				const response = await fetch(url, withProof(request));
				return response.status < 400 ? response : readWhole(response);
			}
		);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Distinguishes a refusal from a missing response. fetch() reuses a connection for four seconds after its last response,
 * closes it when the response is aborted, and has no limit of its own: the breaker limits the number of connections.
 */
async function answerTo(
	init: RequestInit,
	timeoutSeconds: number | null,
	exchange: (init: RequestInit) => Promise<Response>
): Promise<Response> {
	const { method = 'GET', signal } = init;
	const send = () =>
		breaker.run({
			begin: () => exchange({ ...init, redirect: 'manual' }),
			// a call with its own timeout is known to be slow, or checks the health of Directus
			counts: timeoutSeconds === null || timeoutSeconds === RESPONSE_TIMEOUT_SECONDS,
			signal: signal ?? undefined
		});
	const sent = method === 'GET' ? retryOnce.execute(send) : send();
	const response = await sent.catch((cause: unknown) => {
		throw unavailable(null, cause);
	});
	if (response.status < 400) return response;
	const failure = await refusal(response);
	if (!failure.unavailable) requireVouched(init, response);
	throw failure;
}

/** Added last, so that nothing before it sees the proof. */
function withProof(init: RequestInit): RequestInit {
	const headers = new Headers(init.headers);
	for (const [name, value] of Object.entries(proof.headers(Date.now()))) headers.set(name, value);
	return { ...init, headers };
}

/** Reads an answer to its end, so that one which breaks off is none. */
async function readWhole(response: Response): Promise<Response> {
	const body = await response.arrayBuffer();
	return new Response(body.byteLength > 0 ? body : null, response);
}

function isBusyForAMoment(response: unknown): boolean {
	if (!(response instanceof Response) || response.status !== 503) return false;
	return Number(response.headers.get('retry-after') ?? 0) <= BUSY_PAUSE_SECONDS;
}

async function refusal(response: Response): Promise<DirectusFailure> {
	const { status } = response;
	if (status === 429 || status >= 500) return unavailable(status);
	const body: unknown = await response.json().catch(() => null);
	const parsed = v.safeParse(errorSchema, body);
	// a 4xx that is not from Directus comes from a proxy in between: it says nothing about the person
	if (!parsed.success) return unavailable(status);
	const { errors } = parsed.output;
	const { code, api } = errors[0].extensions;
	// refused because the proof was not accepted: this says nothing about the person
	if (api === API_CLOSED.api) return unavailable(status, new Error(PROOF_NOT_ACCEPTED));
	return new DirectusFailure(isFailureCode(code) ? code : 'OTHER', status, { errors });
}
