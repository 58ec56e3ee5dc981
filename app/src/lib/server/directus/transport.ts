import { DIRECTUS_URL } from '$app/env/private';
import * as v from 'valibot';
import { DirectusFailure, unavailable } from './failure.ts';
import { visitorHeaders, type Visitor } from './visitor.ts';

export const READ_TIMEOUT_SECONDS = 5;

const errorSchema = v.object({
	errors: v.tupleWithRest([v.object({ extensions: v.object({ code: v.string() }) })], v.unknown())
});

type Call = {
	method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	body?: Record<string, unknown>;
	/** The access token of the person who asks. Never given to sign-in, refresh, sign-out or recovery: a stale one fails them. */
	accessToken?: string;
	visitor?: Visitor;
	/** null: the call is never given up, because Directus may have acted although nobody heard its answer. */
	timeoutSeconds?: number | null;
};

/**
 * One call to an endpoint of Directus; returns the answer's JSON, or null for an empty one.
 *
 * @throws {DirectusFailure} when Directus refuses or does not answer
 */
export async function call(path: `/${string}`, options: Call = {}): Promise<unknown> {
	const {
		method = 'GET',
		body,
		accessToken,
		visitor,
		timeoutSeconds = READ_TIMEOUT_SECONDS
	} = options;
	const response = await sendWhole(DIRECTUS_URL + path, {
		method,
		headers: {
			...(body && { 'content-type': 'application/json' }),
			...(accessToken && { authorization: `Bearer ${accessToken}` }),
			...(visitor && visitorHeaders(visitor))
		},
		body: body ? JSON.stringify(body) : null,
		signal: timeoutSeconds === null ? null : AbortSignal.timeout(timeoutSeconds * 1000)
	});
	return json(response);
}

/** As `send`, with the body read to its end, so that a body that breaks off is «no answer» too. */
export async function sendWhole(url: string | URL, init?: RequestInit): Promise<Response> {
	const response = await send(url, {
		signal: AbortSignal.timeout(READ_TIMEOUT_SECONDS * 1000),
		...init
	});
	const body = await response.arrayBuffer().catch((cause: unknown) => {
		throw unavailable(response.status, cause);
	});
	return new Response(body.byteLength > 0 ? body : null, response);
}

/**
 * fetch() that tells «Directus says no» from «Directus did not answer» for whatever uses it. It waits so long for an
 * answer to begin; the body may take as long as whoever reads it.
 *
 * @throws {DirectusFailure} unless Directus answers with success
 */
export async function send(url: string | URL, init: RequestInit = {}): Promise<Response> {
	const patience = new AbortController();
	const timer = setTimeout(() => patience.abort(), READ_TIMEOUT_SECONDS * 1000);
	const request = { signal: patience.signal, ...init };
	try {
		const response = await fetch(url, { ...request, redirect: 'manual' }).catch(
			(cause: unknown) => {
				throw unavailable(null, cause);
			}
		);
		if (response.status < 400) return response;
		throw await refusal(response);
	} finally {
		clearTimeout(timer);
	}
}

async function refusal(response: Response): Promise<DirectusFailure> {
	const { status } = response;
	const body: unknown = await response.json().catch(() => null);
	if (status === 429 || status >= 500) return unavailable(status);
	const parsed = v.safeParse(errorSchema, body);
	// a 4xx that is not Directus' own comes from something between us: it says nothing about the person
	if (!parsed.success) return unavailable(status);
	return new DirectusFailure(parsed.output.errors[0].extensions.code, status);
}

async function json(response: Response): Promise<unknown> {
	if (!response.body) return null;
	return response.json().catch((cause: unknown) => {
		throw unavailable(response.status, cause);
	});
}
